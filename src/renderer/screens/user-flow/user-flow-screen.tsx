import { SegmentedControl, Select } from '@mantine/core';
import { IconRoute } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { useAddress } from '#renderer/components/address.ts';
import { Bones } from '#renderer/components/bones.tsx';
import { titleOf } from '#renderer/components/declared.ts';
import { formatCount } from '#renderer/components/format.ts';
import { EmptyState, ErrorState } from '#renderer/components/message-states.tsx';
import { ScrollBox } from '#renderer/components/scroll-box.tsx';
import { useSpan } from '#renderer/components/span-choice.tsx';
import { useAccess } from '#renderer/state/access.ts';
import { inTreeOrder, pathName, useNodes } from '#renderer/state/nodes.ts';
import type { OutputOf } from '#shared/operations/index.ts';
import { BOX, pictureOf } from './layout.ts';
import classes from './user-flow.module.css';

type Flow = OutputOf<'userFlow.get'>;

function useProjects() {
  const nodes = useNodes();
  const projects = inTreeOrder(nodes).filter(({ kind }) => kind === 'project');
  const verdicts = useAccess(projects.map(({ id }) => ({ operation: 'userFlow.get', kind: 'node', id })));
  return projects
    .filter((_, index) => verdicts[index]?.allowed === true)
    .map(({ id }) => ({ value: id, label: pathName(nodes, id) }));
}

function Picture({ flow }: { readonly flow: Flow }) {
  const { t } = useTranslation();
  const picture = useMemo(() => pictureOf(flow), [flow]);
  const name = (intent: string) => (intent === '' ? t('userFlow.others') : intent);
  return (
    <ScrollBox label={t('userFlow.picture')}>
      <svg
        className={classes['picture']}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a picture that is drawn here
        role="img"
        aria-label={t('userFlow.pictureText', { count: flow.withIntent })}
        width={picture.width}
        height={picture.height}
      >
        {picture.bands.map(({ from, to, dialogs, path }) => (
          <path key={`${from.step} ${from.intent} ${to.intent}`} d={path} className={classes['band']}>
            <title>{`${name(from.intent)} → ${name(to.intent)}: ${formatCount(dialogs)}`}</title>
          </path>
        ))}
        {picture.boxes.map(({ step, intent, dialogs, x, y, height }) => (
          <g key={`${step} ${intent}`} transform={`translate(${x} ${y})`}>
            <title>{`${name(intent)}: ${formatCount(dialogs)}`}</title>
            <rect width={BOX.width} height={height} rx={4} className={classes['box']} />
            <text x={8} y={14} className={classes['intent']}>
              {short(name(intent))}
            </text>
            {height >= 34 ? (
              <text x={8} y={29} className={classes['count']}>
                {formatCount(dialogs)}
              </text>
            ) : null}
          </g>
        ))}
      </svg>
    </ScrollBox>
  );
}

function short(word: string): string {
  return word.length > 18 ? `${word.slice(0, 17)}…` : word;
}

function Moves({ flow }: { readonly flow: Flow }) {
  const { t } = useTranslation();
  const name = (intent: string) => (intent === '' ? t('userFlow.others') : intent);
  const moves = flow.moves.toSorted((one, other) => one.step - other.step || other.dialogs - one.dialogs);
  return (
    <ScrollBox label={t('userFlow.table')} maxHeight={520}>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">{t('userFlow.step')}</th>
            <th scope="col">{t('userFlow.from')}</th>
            <th scope="col">{t('userFlow.to')}</th>
            <th scope="col" data-end>
              {t('userFlow.dialogs')}
            </th>
          </tr>
        </thead>
        <tbody>
          {moves.map(({ step, from, to, dialogs }) => (
            <tr key={`${step} ${from} ${to}`}>
              <td>{step + 1}</td>
              <td>{name(from)}</td>
              <td>{name(to)}</td>
              <td data-end>{formatCount(dialogs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function FlowOf({
  project,
  span,
}: {
  readonly project: string;
  readonly span: { from: number; to: number };
}) {
  const { t } = useTranslation();
  const [view, setView] = useState<'picture' | 'table'>('picture');
  const { data, error, refetch } = useAnswer(
    'userFlow.get',
    { node: project, ...span },
    { keepPrevious: true },
  );
  if (error !== null) return <ErrorState message={error.message} onRetry={() => void refetch()} />;
  if (data === undefined) return <Bones />;
  if (data.withIntent === 0) {
    return (
      <EmptyState
        icon={<IconRoute size={22} stroke={1.75} />}
        title={t('userFlow.emptyTitle')}
        text={t('userFlow.emptyText')}
      />
    );
  }
  return (
    <div className={classes['flow']}>
      <div className={classes['line']}>
        <span>{t('userFlow.total', { dialogs: data.dialogs, withIntent: data.withIntent })}</span>
        <SegmentedControl
          size="xs"
          aria-label={t('userFlow.showAs')}
          value={view}
          onChange={setView}
          data={[
            { value: 'picture', label: t('userFlow.picture') },
            { value: 'table', label: t('userFlow.table') },
          ]}
        />
      </div>
      {view === 'picture' ? <Picture flow={data} /> : <Moves flow={data} />}
    </div>
  );
}

/** How the dialogs of a project move from intent to intent. */
export function UserFlowScreen() {
  const { t } = useTranslation();
  const [{ id }, change] = useAddress();
  const projects = useProjects();
  const { span, control } = useSpan();
  const shown = projects.find(({ value }) => value === id)?.value ?? projects[0]?.value;
  useEffect(() => {
    document.title = `${titleOf('userFlow.get')} · Rolecall`;
  }, []);
  return (
    <div className={classes['screen']}>
      <header className={classes['head']}>
        <div>
          <h1>{titleOf('userFlow.get')}</h1>
          <p>{t('userFlow.description')}</p>
        </div>
        <div className={classes['tools']}>
          <Select
            aria-label={t('userFlow.project')}
            data={projects}
            value={shown ?? null}
            onChange={(value) => change({ id: value ?? undefined })}
            allowDeselect={false}
            searchable={projects.length > 8}
            w={360}
          />
          {control}
        </div>
      </header>
      {shown === undefined ? <Bones /> : <FlowOf project={shown} span={span} />}
    </div>
  );
}

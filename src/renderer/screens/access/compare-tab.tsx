import { SegmentedControl, Select } from '@mantine/core';
import { IconArrowsDiff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { Bones } from '#renderer/components/bones.tsx';
import { EmptyState, ErrorState } from '#renderer/components/message-states.tsx';
import { PersonSelect } from '#renderer/components/person-select.tsx';
import { Dim } from '#renderer/components/values.tsx';
import type { Compared } from '#shared/operations/access.ts';
import type { AccessHeld } from '#shared/operations/access-answers.ts';
import classes from './access.module.css';
import { useQuestion } from './use-question.ts';

/** 'person:<id>' or 'role:<pack>:<role>', as the address keeps it. */
function comparedOf(text: string): Compared {
  const [kind = '', first = '', ...rest] = text.split(':');
  return kind === 'person' ? { person: first } : { pack: first, role: rest.join(':') };
}

function RoleSelect(props: {
  readonly label: string;
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}) {
  const { t } = useTranslation();
  const packs = useAnswer('packs.list', {}).data ?? [];
  return (
    <Select
      label={props.label}
      placeholder={t('access.findRole')}
      data={packs.map(({ id, title, roles }) => ({
        group: title,
        items: roles.map((role) => ({ value: `${id}:${role}`, label: role })),
      }))}
      value={props.value}
      onChange={props.onChange}
      nothingFoundMessage={t('access.noRole')}
      searchable
      allowDeselect={false}
    />
  );
}

function Side(props: {
  readonly title: string;
  readonly value: string | null;
  readonly onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  const { value, onChange } = props;
  const [kind, setKind] = useState(value?.startsWith('role:') === true ? 'role' : 'person');
  const inner = value === null ? null : value.slice(value.indexOf(':') + 1);
  const own = value?.startsWith(`${kind}:`) === true ? inner : null;
  const choose = (id: string | null) => {
    if (id !== null) onChange(`${kind}:${id}`);
  };
  return (
    <fieldset className={classes['side']}>
      <legend>{props.title}</legend>
      <SegmentedControl
        size="xs"
        aria-label={props.title}
        value={kind}
        onChange={setKind}
        data={[
          { value: 'person', label: t('access.aPerson') },
          { value: 'role', label: t('access.aRole') },
        ]}
      />
      {kind === 'person' ? (
        <PersonSelect label={t('access.person')} value={own} onChange={choose} />
      ) : (
        <RoleSelect label={t('access.role')} value={own} onChange={choose} />
      )}
    </fieldset>
  );
}

function Held(props: {
  readonly title: string;
  readonly none: string;
  readonly rights: readonly AccessHeld[];
}) {
  const { title, none, rights } = props;
  return (
    <section className={classes['held']}>
      <h3>
        {title} <Dim>{rights.length}</Dim>
      </h3>
      {rights.length === 0 ? <Dim>{none}</Dim> : null}
      <ul>
        {rights.map(({ permission, words, node, nodeName, condition }) => (
          <li key={`${permission} ${node} ${condition}`}>
            <span>{words}</span>
            {nodeName === null ? null : <Dim>{nodeName}</Dim>}
            {condition === null ? null : <Dim>{condition}</Dim>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Answer({ left, right }: { readonly left: string; readonly right: string }) {
  const { t } = useTranslation();
  const input = { left: comparedOf(left), right: comparedOf(right) };
  const answer = useAnswer('access.compare', input, { keepPrevious: true });
  if (answer.error !== null) {
    return <ErrorState message={answer.error.message} onRetry={() => void answer.refetch()} />;
  }
  if (answer.data === undefined) return <Bones />;
  const { onlyLeft, onlyRight, both } = answer.data;
  return (
    <>
      <p className={classes['sentence']}>{answer.data.sentence}</p>
      <div className={classes['compared']}>
        <Held
          title={t('access.onlyOf', { name: answer.data.left })}
          none={t('access.nothingOnly')}
          rights={onlyLeft}
        />
        <Held title={t('access.both')} none={t('access.nothingBoth')} rights={both} />
        <Held
          title={t('access.onlyOf', { name: answer.data.right })}
          none={t('access.nothingOnly')}
          rights={onlyRight}
        />
      </div>
    </>
  );
}

/** What one person or role holds that another does not. */
export function CompareTab() {
  const { t } = useTranslation();
  const [{ left, rightSide }, ask] = useQuestion();
  return (
    <div>
      <div className={classes['sides']}>
        <Side title={t('access.left')} value={left} onChange={(value) => ask({ left: value })} />
        <Side
          title={t('access.rightSide')}
          value={rightSide}
          onChange={(value) => ask({ rightSide: value })}
        />
      </div>
      {left === null || rightSide === null ? (
        <EmptyState
          icon={<IconArrowsDiff size={22} stroke={1.75} />}
          title={t('access.pickCompare')}
          text={t('access.pickCompareText')}
        />
      ) : (
        <Answer left={left} right={rightSide} />
      )}
    </div>
  );
}

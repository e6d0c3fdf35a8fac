import { IconBan, IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { AccessDenial, AccessPath, Explanation } from '#shared/operations/access-answers.ts';
import classes from './access-answer.module.css';
import { formatTime } from './format.ts';

/** From and until in words; nothing where there is no limit. */
function Limits({ from, until }: { readonly from: number | null; readonly until: number | null }) {
  const { t } = useTranslation();
  if (from === null && until === null) return null;
  const words = [
    ...(from === null ? [] : [t('access.from', { time: formatTime(from) })]),
    ...(until === null ? [] : [t('access.until', { time: formatTime(until) })]),
  ];
  return <span className={classes['limit']}>{words.join(', ')}</span>;
}

function Quote({
  section,
  words,
  row,
}: {
  readonly section: string;
  readonly words: string;
  readonly row: string;
}) {
  return (
    <blockquote className={classes['quote']}>
      <p>{words}</p>
      <cite>
        {section} · {row}
      </cite>
    </blockquote>
  );
}

/** Every way in which a right is granted, with the document's own words. */
export function PathList({ paths }: { readonly paths: readonly AccessPath[] }) {
  const { t } = useTranslation();
  return (
    <ul className={classes['paths']}>
      {paths.map((path) => (
        <li key={`${path.assignment} ${path.row}`}>
          <div className={classes['role']}>
            <b>{path.role}</b>
            <span>{path.nodeName ?? t('access.elsewhere')}</span>
            <Limits from={path.from} until={path.until} />
          </div>
          <Quote section={path.section} words={path.words} row={path.row} />
          {path.condition === null ? null : <p className={classes['condition']}>{path.condition}</p>}
        </li>
      ))}
    </ul>
  );
}

function Chips({ title, items }: { readonly title: string; readonly items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <div className={classes['fact']}>
      <h3>{title}</h3>
      <ul className={classes['chips']}>
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </div>
  );
}

function Denial({ denial }: { readonly denial: AccessDenial }) {
  const { t } = useTranslation();
  return (
    <>
      {denial.row === null ? null : (
        <div className={classes['fact']}>
          <h3>{t('access.documentSays', { role: denial.row.role, token: denial.row.token })}</h3>
          <Quote section={denial.row.section} words={denial.row.words} row={denial.row.row} />
        </div>
      )}
      {denial.condition === null ? null : <Chips title={t('access.needs')} items={[denial.condition]} />}
      {denial.state === null ? null : (
        <Chips title={t('access.stateNow', { state: denial.state })} items={denial.needed} />
      )}
      <Chips title={t('access.heldAt')} items={denial.nodes.map(({ name }) => name)} />
      <Chips title={t('access.rolesThatHave')} items={denial.roles.map(({ role }) => role)} />
      <Limits from={denial.from} until={denial.until} />
    </>
  );
}

/** The answer to "may this be done, and why": the sentence first, then what it rests on. */
export function AccessAnswer({ answer }: { readonly answer: Explanation }) {
  const { t } = useTranslation();
  const Icon = answer.allowed ? IconCircleCheck : IconBan;
  return (
    <div className={classes['answer']}>
      <p className={classes['verdict']} data-allowed={answer.allowed || undefined}>
        <Icon size={18} aria-hidden />
        <strong>{t(answer.allowed ? 'access.allowed' : 'access.refused')}</strong>
        <span>{answer.sentence}</span>
      </p>
      {answer.denial === null ? null : <Denial denial={answer.denial} />}
      {answer.paths.length === 0 ? null : (
        <div className={classes['fact']}>
          <h3>{t('access.paths', { count: answer.paths.length })}</h3>
          <PathList paths={answer.paths} />
        </div>
      )}
    </div>
  );
}

import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, useAnswer } from '#renderer/client.ts';
import type { PanelFormProps } from '#renderer/components/list-types.ts';
import { TimeLimit } from '#renderer/components/time-limit.tsx';
import { Dim } from '#renderer/components/values.tsx';
import { MAX_PAGE, rowsOf } from '#shared/page.ts';
import { type Failure, fail } from '#shared/reply.ts';
import type { AssignmentRow } from './access-tab.tsx';
import { BulkResults } from './bulk-results.tsx';
import { FormFoot } from './form-foot.tsx';
import { nameOf, type UserSubject } from './user.ts';
import classes from './users.module.css';

const OFFERED = 20;

function PersonSelect(props: {
  readonly without: readonly string[];
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
}) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const [asked] = useDebouncedValue(search, 150);
  const found = useAnswer('users.list', { search: asked, limit: OFFERED }, { keepPrevious: true }).data;
  const people = (found === undefined ? [] : rowsOf(found)).filter(({ id }) => !props.without.includes(id));
  return (
    <Select
      label={t('users.copyFrom')}
      placeholder={t('users.copyPlaceholder')}
      data={people.map((user) => ({ value: user.id, label: `${nameOf(user)} · ${user.email}` }))}
      value={props.value}
      onChange={props.onChange}
      onSearchChange={(text) => setSearch(text.split(' · ')[0] ?? '')}
      searchable
      filter={({ options }) => options}
      nothingFoundMessage={t('list.noMatch')}
    />
  );
}

function useAssignments(person: string | null): readonly AssignmentRow[] {
  const enabled = person !== null;
  const answer = useAnswer('assignments.list', { person: person ?? '', limit: MAX_PAGE }, { enabled });
  return answer.data === undefined ? [] : rowsOf(answer.data).filter(({ state }) => state !== 'ended');
}

/** Gives one person, or each of the selected, the roles that another has; each role is decided by itself. */
export function CopyAccess({ record, records, onDone, onCancel, onChanged }: PanelFormProps<UserSubject>) {
  const { t } = useTranslation();
  const [people] = useState(record === null ? records : [record]);
  const [from, setFrom] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const [results, setResults] = useState<Parameters<typeof BulkResults>[0]['results'] | null>(null);
  const rows = useAssignments(from);
  const send = async () => {
    if (from === null) {
      setFailure(fail('invalid-input', t('form.needChoice', { label: t('users.copyFrom') })).error);
      return;
    }
    setBusy(true);
    const reply = await call('assignments.copy', { from, to: people.map(({ id }) => id) });
    setBusy(false);
    if (!reply.ok) return setFailure(reply.error);
    onChanged(false);
    setResults(reply.value.results);
  };
  if (results !== null) {
    const nameAt = (id: string) => {
      const [person, assignment] = id.split(':');
      const user = people.find((one) => one.id === person);
      const row = rows.find((one) => one.id === assignment);
      return [people.length === 1 || user === undefined ? null : nameOf(user), row?.role, row?.nodeName]
        .filter(Boolean)
        .join(' · ');
    };
    return <BulkResults results={results} nameOf={nameAt} onClose={onDone} />;
  }
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      noValidate
    >
      <p className={classes['quiet']}>{t('users.copyText', { count: people.length })}</p>
      <PersonSelect
        without={people.map(({ id }) => id)}
        value={from}
        onChange={(next) => {
          setFrom(next);
          setFailure(null);
          onChanged(next !== null);
        }}
      />
      {rows.length === 0 ? null : (
        <ul className={classes['results']} aria-label={t('users.assignments')}>
          {rows.map((row) => (
            <li key={row.id}>
              <span>{row.role}</span>
              <Dim>{row.nodeName}</Dim>
              <TimeLimit from={row.from} until={row.until} />
            </li>
          ))}
        </ul>
      )}
      <FormFoot failure={failure} busy={busy} label={t('users.copy')} onCancel={onCancel} />
    </form>
  );
}

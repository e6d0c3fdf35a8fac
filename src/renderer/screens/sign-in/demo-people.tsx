import { ScrollArea, TextInput, UnstyledButton } from '@mantine/core';
import { IconChevronRight, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { Bones } from '#renderer/components/bones.tsx';
import { ErrorState } from '#renderer/components/message-states.tsx';
import { signIn } from '#renderer/state/session.ts';
import type { DemoPerson } from '#shared/operations/workspace.ts';
import type { Failure } from '#shared/reply.ts';
import classes from './sign-in.module.css';

type Group = readonly [role: string, people: readonly DemoPerson[]];

/** People under each role they hold, roles in order of first appearance; '' for those without one. */
function byRole(people: readonly DemoPerson[]): readonly Group[] {
  const groups = new Map<string, DemoPerson[]>();
  for (const person of people) {
    const roles = person.roles.length === 0 ? [''] : new Set(person.roles.map(({ role }) => role));
    for (const role of roles) groups.set(role, [...(groups.get(role) ?? []), person]);
  }
  return [...groups];
}

function matches(person: DemoPerson, wanted: string): boolean {
  const words = [person.name, person.email, ...person.roles.flatMap(({ role, place }) => [role, place])];
  return words.join(' ').toLowerCase().includes(wanted);
}

function Person({ person, role, onPick }: { person: DemoPerson; role: string; onPick: () => void }) {
  const here = person.roles.find((each) => each.role === role);
  return (
    <UnstyledButton className={classes['person']} onClick={onPick}>
      <span className={classes['personName']}>{person.name}</span>
      <span className={classes['personPlace']}>{here?.place ?? person.email}</span>
      <IconChevronRight size={15} aria-hidden />
    </UnstyledButton>
  );
}

/** The demo workspace's people by role; one click signs in. */
export function DemoPeople() {
  const { t } = useTranslation();
  const { data, error, refetch } = useAnswer('workspace.demoPeople', {});
  const [search, setSearch] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  if (error !== null) return <ErrorState message={error.message} onRetry={() => void refetch()} />;
  if (data === undefined) return <Bones />;
  const wanted = search.trim().toLowerCase();
  const groups = byRole(data.filter((person) => matches(person, wanted)));
  return (
    <>
      <TextInput
        type="search"
        aria-label={t('signIn.findPerson')}
        placeholder={t('signIn.findPerson')}
        leftSection={<IconSearch size={15} aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        data-autofocus
      />
      {failure === null ? null : <ErrorState message={failure.message} />}
      <ScrollArea.Autosize mah="min(480px, 52vh)" className={classes['people'] ?? ''} type="auto">
        {groups.length === 0 ? <p className={classes['step']}>{t('signIn.nobody')}</p> : null}
        {groups.map(([role, people]) => (
          <section key={role} aria-label={role === '' ? t('signIn.noRole') : role}>
            <h2>{role === '' ? t('signIn.noRole') : role}</h2>
            {people.map((person) => (
              <Person
                key={person.email}
                person={person}
                role={role}
                onPick={() => void signIn(person.email, person.password).then(setFailure)}
              />
            ))}
          </section>
        ))}
      </ScrollArea.Autosize>
    </>
  );
}

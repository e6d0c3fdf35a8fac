import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { useMay, useMe } from '#renderer/state/session.ts';
import { rowsOf } from '#shared/page.ts';

const MOST = 20;

interface PersonSelectProps {
  readonly label: string;
  readonly value: string | null;
  readonly onChange: (person: string | null) => void;
}

/** One of the people whom the person may see, found by name or e-mail; always oneself. */
export function PersonSelect({ label, value, onChange }: PersonSelectProps) {
  const { t } = useTranslation();
  const me = useMe();
  const seesPeople = useMay('users.list');
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed, 150);
  // A chosen person must keep their name although the search goes on.
  const [known, setKnown] = useState<ReadonlyMap<string, string>>(new Map());
  const found = useAnswer(
    'users.list',
    { offset: 0, limit: MOST, search },
    { enabled: seesPeople, keepPrevious: true },
  ).data;
  const chosen = useAnswer(
    'users.get',
    { id: value ?? '' },
    { enabled: seesPeople && value !== null && value !== me?.person.id && !known.has(value) },
  ).data;
  const people = new Map<string, string>([
    ...(me === null || me === undefined ? [] : [[me.person.id, t('access.me')] as const]),
    ...(found === undefined ? [] : rowsOf(found)).map(
      (user) => [user.id, `${user.firstName} ${user.lastName} · ${user.email}`] as const,
    ),
    ...(chosen === undefined
      ? []
      : [[chosen.id, `${chosen.firstName} ${chosen.lastName} · ${chosen.email}`] as const]),
  ]);
  const kept = value === null ? undefined : known.get(value);
  if (value !== null && kept !== undefined && !people.has(value)) people.set(value, kept);
  return (
    <Select
      label={label}
      placeholder={t('access.findPerson')}
      data={[...people].map(([id, name]) => ({ value: id, label: name }))}
      // The service has searched already.
      filter={({ options }) => options}
      value={value}
      onChange={(id) => {
        const name = id === null ? undefined : people.get(id);
        if (id !== null && name !== undefined) setKnown(new Map([[id, name]]));
        onChange(id);
      }}
      onSearchChange={(text) => setTyped([...people.values()].includes(text) ? '' : text)}
      nothingFoundMessage={t('access.nobodyFound')}
      searchable
      allowDeselect={false}
    />
  );
}

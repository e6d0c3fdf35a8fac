import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { Bones } from '#renderer/components/bones.tsx';
import { ErrorState } from '#renderer/components/message-states.tsx';
import { TimeLimit } from '#renderer/components/time-limit.tsx';
import { Dim } from '#renderer/components/values.tsx';
import type { AccessPath, WhatCan } from '#shared/operations/access-answers.ts';
import classes from './users.module.css';

type Right = WhatCan['rights'][number];
type Holding = Right['holdings'][number];

function Path({ path }: { readonly path: AccessPath }) {
  return (
    <li>
      <span>
        {path.sentence} <TimeLimit from={path.from} until={path.until} />
      </span>
      <q>{path.words}</q>
    </li>
  );
}

function Held({ holding }: { readonly holding: Holding }) {
  const roles = [...new Set(holding.paths.map(({ role }) => role))].join(', ');
  return (
    <details className={classes['held']}>
      <summary>
        {holding.nodeName} <Dim>{[roles, holding.condition].filter(Boolean).join(' · ')}</Dim>
      </summary>
      <ul>
        {holding.paths.map((path) => (
          <Path key={`${path.assignment} ${path.row}`} path={path} />
        ))}
      </ul>
    </details>
  );
}

function matches({ words, holdings }: Right, search: string): boolean {
  const text = [words, ...holdings.map(({ nodeName }) => nodeName)].join(' ').toLowerCase();
  return text.includes(search.trim().toLowerCase());
}

/** What a person may do, where, and by which assignments and rows of the document. */
export function RightsTab({ person }: { readonly person: string }) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const { data, error, refetch } = useAnswer('access.whatCan', { person });
  if (error !== null) return <ErrorState message={error.message} onRetry={() => void refetch()} />;
  if (data === undefined) return <Bones />;
  const shown = data.rights.filter((right) => matches(right, search));
  return (
    <>
      <p className={classes['quiet']}>{data.sentence}</p>
      {data.rights.length === 0 ? null : (
        <TextInput
          type="search"
          aria-label={t('users.searchRights')}
          placeholder={t('users.searchRights')}
          leftSection={<IconSearch size={15} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      <ul className={classes['rights']} aria-label={t('users.tabRights')}>
        {shown.map((right) => (
          <li key={right.permission}>
            <strong>{right.words}</strong>
            <div>
              {right.holdings.map((holding) => (
                <Held key={`${holding.node} ${holding.condition}`} holding={holding} />
              ))}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

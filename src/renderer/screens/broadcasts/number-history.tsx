import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { Bones } from '#renderer/components/bones.tsx';
import type { RowOf } from '#renderer/components/list-types.ts';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import { ExactTime, PhoneNumber } from '#renderer/components/values.tsx';
import { rowsOf } from '#shared/page.ts';
import classes from './broadcasts.module.css';

/** More than a number is ever tried, retries of turned away calls included. */
const MOST = 100;

function useWords({ ring, talk, keys, callerId }: RowOf<'broadcasts.attempts'>): string {
  const { t } = useTranslation();
  const words = [
    ring === 0 ? null : t('broadcasts.rang', { seconds: ring }),
    talk === 0 ? null : t('broadcasts.talked', { seconds: talk }),
    keys === '' ? null : t('broadcasts.pressed', { keys }),
    callerId === '' ? null : t('broadcasts.shown', { callerId }),
  ];
  return words.filter((word) => word !== null).join(', ');
}

function Attempt({ row }: { readonly row: RowOf<'broadcasts.attempts'> }) {
  const { t } = useTranslation();
  return (
    <li>
      <span>{t('broadcasts.tryOf', { attempt: row.attempt })}</span>
      <ExactTime at={row.startedAt} />
      <StateBadge state={row.outcome} />
      <bdi>{useWords(row)}</bdi>
    </li>
  );
}

interface NumberHistoryProps {
  readonly broadcast: string;
  /** E.164. */
  readonly number: string;
  readonly onClose: () => void;
}

/** All that a broadcast did to one number, oldest first. */
export function NumberHistory({ broadcast, number, onClose }: NumberHistoryProps) {
  const { t } = useTranslation();
  const sort = { by: 'startedAt', direction: 'asc' } as const;
  const { data } = useAnswer('broadcasts.attempts', { id: broadcast, search: number, sort, limit: MOST });
  const rows = data === undefined ? undefined : rowsOf(data).filter((row) => row.number === number);
  return (
    <section className={classes['history']} aria-label={t('broadcasts.history', { number })}>
      <header>
        <h3>
          <PhoneNumber number={number} />
          <bdi>{rows?.[0]?.name}</bdi>
        </h3>
        <ActionIcon variant="subtle" color="gray" aria-label={t('broadcasts.closeHistory')} onClick={onClose}>
          <IconX size={15} />
        </ActionIcon>
      </header>
      {rows === undefined ? (
        <Bones />
      ) : (
        <ol>
          {rows.map((row) => (
            <Attempt key={`${row.startedAt} ${row.attempt}`} row={row} />
          ))}
        </ol>
      )}
    </section>
  );
}

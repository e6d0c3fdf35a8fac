import {
  IconCopy,
  IconFileExport,
  IconFlag,
  IconPencil,
  IconPhoneCalling,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerTrackNext,
  IconPlus,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Subject } from '#renderer/components/list-screen.tsx';
import type { ScreenOperation } from '#renderer/components/list-types.ts';
import { toastDone } from '#renderer/components/toast.tsx';
import type { BroadcastState } from '#shared/operations/broadcasts.ts';
import { CopyBroadcast, CreateBroadcast, EditBroadcast } from './broadcast-form.tsx';
import { ExportAttempts } from './export-attempts.tsx';

export type Broadcast = Subject<'broadcasts.list', 'broadcasts.get'>;
type Act = ScreenOperation<Broadcast>;

const key = ({ id, version }: Broadcast) => ({ id, version });

function isIn(...states: BroadcastState[]): (broadcast: Broadcast) => boolean {
  return ({ state }) => states.includes(state);
}

/** How many numbers an act concerns; null if one of the records does not say. */
function sumOf(records: readonly Broadcast[], of: (record: Broadcast) => number | null): number | null {
  return records.reduce<number | null>((sum, record) => {
    const count = of(record);
    return sum === null || count === null ? null : sum + count;
  }, 0);
}

function left({ total, done }: Broadcast): number | null {
  return total === null || done === null ? null : Math.max(0, total - done);
}

function useStarting(): readonly Act[] {
  const { t } = useTranslation();
  return [
    {
      operation: 'broadcasts.start',
      place: 'record',
      icon: <IconPlayerPlay size={15} />,
      input: key,
      when: isIn('draft', 'scheduled'),
      consequence: (records) => {
        const count = sumOf(records, ({ total }) => total);
        return count === null ? t('broadcasts.startUnknown') : t('broadcasts.startCount', { count });
      },
      onDone: ([record]) => {
        if (record !== undefined) toastDone(t('broadcasts.started', { name: record.name }));
      },
    },
    {
      operation: 'broadcasts.resume',
      place: 'record',
      icon: <IconPlayerTrackNext size={15} />,
      input: key,
      when: isIn('suspended'),
      consequence: (records) => {
        const count = sumOf(records, left);
        return count === null ? t('broadcasts.resumeUnknown') : t('broadcasts.resumeCount', { count });
      },
      onDone: ([record]) => {
        if (record !== undefined) toastDone(t('broadcasts.resumed', { name: record.name }));
      },
    },
  ];
}

function useStopping(): readonly Act[] {
  const { t } = useTranslation();
  return [
    {
      operation: 'broadcasts.suspend',
      place: 'record',
      icon: <IconPlayerPause size={15} />,
      // Without a version: who wants calls to stop means it, whatever has changed meanwhile.
      input: ({ id }) => ({ id }),
      when: isIn('running', 'scheduled'),
      onDone: ([record]) => {
        if (record !== undefined) toastDone(t('broadcasts.suspended', { name: record.name }));
      },
    },
    {
      operation: 'broadcasts.finish',
      place: 'record',
      icon: <IconFlag size={15} />,
      input: ({ id }) => ({ id }),
      when: isIn('running', 'suspending', 'suspended', 'scheduled'),
      consequence: (records) => {
        const count = sumOf(records, left);
        return count === null ? t('broadcasts.finishUnknown') : t('broadcasts.finishCount', { count });
      },
      onDone: ([record]) => {
        if (record !== undefined) toastDone(t('broadcasts.finished', { name: record.name }));
      },
    },
  ];
}

/** What can be done to broadcasts; each is offered only in the states in which it makes sense. */
export function useOperations(): readonly Act[] {
  const { t } = useTranslation();
  const starting = useStarting();
  const stopping = useStopping();
  return [
    { operation: 'broadcasts.create', place: 'toolbar', icon: <IconPlus size={16} />, form: CreateBroadcast },
    ...starting,
    ...stopping,
    {
      operation: 'broadcasts.redial',
      place: 'record',
      icon: <IconPhoneCalling size={15} />,
      input: key,
      when: isIn('suspended'),
      consequence: t('broadcasts.redialText'),
      onDone: ([record]) => {
        if (record !== undefined) toastDone(t('broadcasts.redialled', { name: record.name }));
      },
    },
    {
      operation: 'broadcasts.exportAttempts',
      place: 'record',
      icon: <IconFileExport size={15} />,
      form: ExportAttempts,
      input: ({ id }) => ({ id }),
      when: isIn('running', 'suspending', 'suspended', 'finishing', 'finished'),
    },
    {
      operation: 'broadcasts.copy',
      place: 'record',
      icon: <IconCopy size={15} />,
      form: CopyBroadcast,
      input: ({ id, name }) => ({ id, name }),
      when: isIn('finished'),
    },
    {
      operation: 'broadcasts.edit',
      place: 'record',
      icon: <IconPencil size={15} />,
      form: EditBroadcast,
      input: key,
      when: isIn('draft', 'scheduled'),
    },
  ];
}

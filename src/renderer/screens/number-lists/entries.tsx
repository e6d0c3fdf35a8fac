import { IconListNumbers, IconPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import type { Column } from '#renderer/components/column.ts';
import { InnerList } from '#renderer/components/inner-list.tsx';
import type { RowOf } from '#renderer/components/list-types.ts';
import { OperationButton } from '#renderer/components/operation-button.tsx';
import { Dim, PhoneNumber } from '#renderer/components/values.tsx';
import { rowsOf } from '#shared/page.ts';
import { EntryEditor } from './entry-editor.tsx';
import type { NumberListRecord } from './number-list-detail.tsx';
import classes from './number-lists.module.css';

type Entry = RowOf<'numberLists.entries'>;

function useColumns(): readonly Column<Entry>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'row',
        title: t('numberLists.row'),
        width: 72,
        sort: 'row',
        align: 'end',
        render: ({ row }) => <Dim>{row === 0 ? '–' : row}</Dim>,
      },
      {
        key: 'number',
        title: t('numberLists.number'),
        width: 140,
        sort: 'number',
        render: ({ number }) => <PhoneNumber number={number} />,
      },
      {
        key: 'name',
        title: t('numberLists.name'),
        width: 130,
        grow: 1,
        sort: 'name',
        render: ({ name }) => <bdi>{name}</bdi>,
      },
      {
        key: 'type',
        title: t('numberLists.type'),
        width: 110,
        render: ({ region, type }) => (
          <Dim>{`${region} ${type === 'unknown' ? '' : t(`numberLists.type-${type}`)}`.trim()}</Dim>
        ),
      },
      {
        key: 'zones',
        title: t('numberLists.zones'),
        width: 130,
        grow: 1,
        render: ({ zones }) => <Dim>{zones === '' ? t('numberLists.zoneUnknown') : zones}</Dim>,
      },
      {
        key: 'fields',
        title: t('numberLists.fields'),
        width: 140,
        grow: 2,
        render: ({ fields, priority }) => (
          <Dim>{priority === null ? fields : `${t('numberLists.priority')} ${priority} · ${fields}`}</Dim>
        ),
      },
    ],
    [t],
  );
}

/** The numbers of a list that can be called, with what came along with them; each can be changed or taken out. */
export function Entries({ list }: { readonly list: NumberListRecord }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<number | 'new' | null>(null);
  const input = useMemo(() => ({ id: list.id }), [list.id]);
  const columns = useColumns();
  const segments = useAnswer('numberLists.segments', { id: list.id, limit: 200 });
  const options = segments.data === undefined ? [] : rowsOf(segments.data);
  return (
    <>
      {open === null ? (
        <div className={classes['acts']}>
          <OperationButton
            operation="numberLists.addEntry"
            input={{ id: list.id }}
            icon={<IconPlus size={15} />}
            onRun={() => setOpen('new')}
          />
        </div>
      ) : (
        <EntryEditor key={open} list={list} seq={open === 'new' ? null : open} onDone={() => setOpen(null)} />
      )}
      <InnerList
        list="numberLists.entries"
        input={input}
        columns={columns}
        filters={
          options.length === 0
            ? []
            : [{ key: 'segment', options: options.map(({ id, name }) => ({ value: id, label: name })) }]
        }
        openId={typeof open === 'number' ? String(open) : null}
        onRow={({ seq }) => setOpen(seq)}
        rowId={({ seq }) => String(seq)}
        rowName={({ number }) => number}
        empty={{
          icon: <IconListNumbers size={22} stroke={1.75} />,
          title: t('numberLists.noEntriesTitle'),
          text: t('numberLists.noEntriesText'),
        }}
      />
    </>
  );
}

import { Button, MultiSelect, Select, TextInput } from '@mantine/core';
import { IconFilter, IconPlus, IconTrash } from '@tabler/icons-react';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, useAnswer } from '#renderer/client.ts';
import type { Column } from '#renderer/components/column.ts';
import { InnerList } from '#renderer/components/inner-list.tsx';
import type { RowOf } from '#renderer/components/list-types.ts';
import { OperationButton } from '#renderer/components/operation-button.tsx';
import { REGIONS } from '#renderer/components/regions.ts';
import { toastDone, toastFailure } from '#renderer/components/toast.tsx';
import { Dim } from '#renderer/components/values.tsx';
import { NUMBER_TYPES, type NumberType } from '#shared/number-types.ts';
import type { InputOf } from '#shared/operations/index.ts';
import type { NumberListRecord } from './number-list-detail.tsx';
import classes from './number-lists.module.css';

type Segment = RowOf<'numberLists.segments'>;
type Filter = InputOf<'numberLists.addSegment'>['filter'];

const ZONES = Intl.supportedValuesOf('timeZone');
const OUTCOMES = [
  'not-called',
  'answered',
  'machine',
  'busy',
  'no-answer',
  'rejected',
  'invalid',
  'failed',
] as const;
const HOWS = ['is', 'is-not', 'contains', 'empty', 'filled'] as const;
type How = (typeof HOWS)[number];

interface Draft {
  readonly name: string;
  readonly regions: string[];
  readonly types: string[];
  readonly zone: string | null;
  readonly field: string | null;
  readonly how: How;
  readonly value: string;
  readonly outcome: string | null;
}

const EMPTY: Draft = {
  name: '',
  regions: [],
  types: [],
  zone: null,
  field: null,
  how: 'is',
  value: '',
  outcome: null,
};

function filterOf(draft: Draft): Filter {
  const { regions, types, zone, field, how, value, outcome } = draft;
  return {
    ...(regions.length === 0 ? {} : { regions }),
    ...(types.length === 0 ? {} : { types: types as NumberType[] }),
    ...(zone === null ? {} : { zone }),
    ...(field === null ? {} : { field: { name: field, how, value } }),
    ...(outcome === null ? {} : { outcome: outcome as (typeof OUTCOMES)[number] }),
  };
}

function Conditions(props: {
  readonly list: NumberListRecord;
  readonly draft: Draft;
  readonly onChange: (patch: Partial<Draft>) => void;
}) {
  const { t } = useTranslation();
  const { list, draft, onChange } = props;
  const types = NUMBER_TYPES.filter((type) => type !== 'premium-rate' && type !== 'shared-cost');
  return (
    <div className={classes['grid']}>
      <MultiSelect
        label={t('numberLists.countries')}
        data={REGIONS}
        value={draft.regions}
        onChange={(regions) => onChange({ regions })}
        searchable
      />
      <MultiSelect
        label={t('numberLists.types')}
        data={types.map((value) => ({ value, label: t(`numberLists.type-${value}`) }))}
        value={draft.types}
        onChange={(chosen) => onChange({ types: chosen })}
      />
      <Select
        label={t('numberLists.zone')}
        data={ZONES}
        value={draft.zone}
        onChange={(zone) => onChange({ zone })}
        searchable
        clearable
        limit={100}
      />
      <Select
        label={t('numberLists.lastOutcome')}
        data={OUTCOMES.map((value) => ({
          value,
          label: value === 'not-called' ? t('numberLists.notCalled') : t(`state.${value}`),
        }))}
        value={draft.outcome}
        onChange={(outcome) => onChange({ outcome })}
        clearable
      />
      <Select
        label={t('numberLists.field')}
        data={[...list.fields]}
        value={draft.field}
        onChange={(field) => onChange({ field })}
        disabled={list.fields.length === 0}
        clearable
      />
      <Select
        label={t('numberLists.fieldHow')}
        data={HOWS.map((value) => ({ value, label: t(`numberLists.how-${value}`) }))}
        value={draft.how}
        onChange={(how) => onChange({ how: how ?? 'is' })}
        disabled={draft.field === null}
        allowDeselect={false}
      />
      <TextInput
        label={t('numberLists.fieldValue')}
        value={draft.value}
        onChange={(event) => onChange({ value: event.currentTarget.value })}
        disabled={draft.field === null || draft.how === 'empty' || draft.how === 'filled'}
      />
    </div>
  );
}

/** Conditions with the number of entries that fit them, saved under a name. */
function NewSegment({ list, onDone }: { readonly list: NumberListRecord; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(EMPTY);
  const [fault, setFault] = useState<string | null>(null);
  const filter = filterOf(draft);
  const fitting = useAnswer('numberLists.entries', { id: list.id, limit: 1, filter }, { keepPrevious: true });
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const reply = await call('numberLists.addSegment', { id: list.id, name: draft.name, filter });
    if (!reply.ok) return setFault(reply.error.fields?.[0]?.message ?? reply.error.message);
    toastDone(t('numberLists.segmentSaved', { name: draft.name }));
    onDone();
  };
  return (
    <form
      className={classes['fix']}
      onSubmit={(event) => void save(event)}
      noValidate
      aria-label={t('numberLists.newSegment')}
    >
      <Conditions list={list} draft={draft} onChange={(patch) => setDraft((now) => ({ ...now, ...patch }))} />
      <TextInput
        label={t('numberLists.segmentName')}
        value={draft.name}
        error={fault}
        maxLength={120}
        onChange={(event) => {
          setDraft({ ...draft, name: event.currentTarget.value });
          setFault(null);
        }}
      />
      <output className={classes['quiet']}>
        {fitting.data === undefined
          ? ''
          : t('numberLists.fitting', { count: fitting.data.total, of: list.entries })}
      </output>
      <div className={classes['acts']}>
        <Button type="submit">{t('numberLists.saveSegment')}</Button>
        <Button variant="default" onClick={onDone}>
          {t('form.cancel')}
        </Button>
      </div>
    </form>
  );
}

function useColumns(): readonly Column<Segment>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('numberLists.name'),
        width: 150,
        grow: 1,
        render: ({ name }) => <strong>{name}</strong>,
      },
      {
        key: 'words',
        title: t('numberLists.conditions'),
        width: 240,
        grow: 3,
        render: ({ words }) => <Dim>{words}</Dim>,
      },
    ],
    [t],
  );
}

/** Saved filters of a list: who of it is called by a broadcast, or shown in its entries. */
export function Segments({ list }: { readonly list: NumberListRecord }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Segment | 'new' | null>(null);
  const columns = useColumns();
  const input = useMemo(() => ({ id: list.id }), [list.id]);
  const remove = async ({ id, name }: Segment) => {
    const reply = await call('numberLists.removeSegment', { id: list.id, segment: id });
    if (!reply.ok) return toastFailure(reply.error);
    setOpen(null);
    toastDone(t('numberLists.segmentRemoved', { name }));
  };
  return (
    <>
      {open === 'new' ? (
        <NewSegment list={list} onDone={() => setOpen(null)} />
      ) : (
        <div className={classes['acts']}>
          <OperationButton
            operation="numberLists.addSegment"
            input={{ id: list.id }}
            icon={<IconPlus size={15} />}
            label={t('numberLists.newSegment')}
            onRun={() => setOpen('new')}
          />
          {open === null ? null : (
            <OperationButton
              operation="numberLists.removeSegment"
              input={{ id: list.id }}
              icon={<IconTrash size={15} />}
              label={t('numberLists.removeSegment', { name: open.name })}
              onRun={() => void remove(open)}
            />
          )}
        </div>
      )}
      <InnerList
        list="numberLists.segments"
        input={input}
        columns={columns}
        openId={open === null || open === 'new' ? null : open.id}
        onRow={setOpen}
        rowId={({ id }) => id}
        rowName={({ name }) => name}
        empty={{
          icon: <IconFilter size={22} stroke={1.75} />,
          title: t('numberLists.noSegmentsTitle'),
          text: t('numberLists.noSegmentsText'),
        }}
      />
    </>
  );
}

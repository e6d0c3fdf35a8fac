import { NativeSelect, Select } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Address } from '#renderer/components/address.ts';
import { SearchField } from '#renderer/components/filter-bar.tsx';
import { useDebouncedSearch } from '#renderer/components/use-debounced-search.ts';
import type { PackDetail } from '#shared/operations/pack-answers.ts';
import { CELL_VALUES } from '#shared/policy/pack.ts';
import type { MatrixFilter } from './matrix-filter.ts';
import classes from './roles.module.css';
import { realmsOf, type Shown, useVersions } from './use-shown-pack.ts';

const NARROWING = ['section', 'role', 'value', 'differs', 'missing'] as const;
type Narrowing = (typeof NARROWING)[number];
type Filter = NonNullable<Address['filter']>;

interface MatrixBarProps {
  readonly address: Address;
  readonly change: (patch: Address, replace?: boolean) => void;
  readonly filter: MatrixFilter;
  readonly detail: PackDetail | undefined;
  readonly shown: Shown | null;
  readonly rows: number;
}

/** The filters of the address without those that narrow the matrix. */
export function withoutNarrowing(filter: Filter | undefined): Filter | undefined {
  const kept = Object.entries(filter ?? {}).filter(([key]) => !NARROWING.includes(key as Narrowing));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function PackChoice({ shown, change }: Pick<MatrixBarProps, 'shown' | 'change'>) {
  const { t } = useTranslation();
  const versions = useVersions();
  const realms = realmsOf(versions).map(({ realm, under }) => ({
    value: `realm:${realm.id}`,
    label: t('roles.realmOption', { realm: realm.name, pack: under.title }),
  }));
  const packs = versions.map(({ id, version, title }) => ({
    value: `pack:${id}@${version}`,
    label: t('roles.packOption', { pack: title, version }),
  }));
  const realm = shown?.realm ?? null;
  const byRealm = realm !== null && shown?.version === shown?.inForce;
  const value = shown === null ? null : byRealm ? `realm:${realm.id}` : `pack:${shown.pack}@${shown.version}`;
  const choose = (next: string | null) => {
    if (next === null) return;
    const closed = { id: undefined, tab: undefined, panel: undefined, search: undefined };
    if (next.startsWith('realm:')) {
      change({ ...closed, node: next.slice('realm:'.length), filter: undefined });
      return;
    }
    const [pack = '', version] = next.slice('pack:'.length).split('@');
    change({ ...closed, filter: { pack, version: Number(version) } });
  };
  return (
    <Select
      className={classes['pack'] ?? ''}
      aria-label={t('roles.shown')}
      data={[
        ...(realms.length === 0 ? [] : [{ group: t('roles.myRealms'), items: realms }]),
        { group: t('roles.packs'), items: packs },
      ]}
      value={value}
      allowDeselect={false}
      searchable
      maxDropdownHeight={420}
      comboboxProps={{ width: 340, position: 'bottom-start' }}
      onChange={choose}
    />
  );
}

/** Which matrix shows, and what narrows it. */
export function MatrixBar({ address, change, filter, detail, shown, rows }: MatrixBarProps) {
  const { t } = useTranslation();
  const search = useDebouncedSearch(address.search, (text) => change({ search: text }, true));
  const set = (key: Narrowing, value: string) => {
    const { [key]: _, ...others } = address.filter ?? {};
    const next = value === '' ? others : { ...others, [key]: value };
    change({ filter: Object.keys(next).length === 0 ? undefined : next }, true);
  };
  const sections = [...new Set(detail?.rows.map(({ section }) => section))];
  const choice = (key: 'section' | 'role', label: string, values: readonly string[]) => (
    <NativeSelect
      className={classes['narrow'] ?? ''}
      size="xs"
      aria-label={label}
      value={filter[key] ?? ''}
      data-chosen={filter[key] !== null || undefined}
      data={[{ value: '', label }, ...values.map((value) => ({ value, label: value }))]}
      onChange={(event) => set(key, event.currentTarget.value)}
    />
  );
  const total = detail?.rows.length ?? 0;
  return (
    <div className={classes['bar']} role="toolbar" aria-label={t('roles.matrix')}>
      <PackChoice shown={shown} change={change} />
      <div className={classes['search']}>
        <SearchField
          value={search.text}
          onChange={search.change}
          attach={search.attach}
          onLeave={() => undefined}
          icon={<IconSearch size={15} aria-hidden />}
        />
      </div>
      {choice('section', t('roles.section'), sections)}
      {choice('role', t('roles.role'), detail?.roles.map(({ id }) => id) ?? [])}
      <NativeSelect
        className={classes['narrow'] ?? ''}
        size="xs"
        aria-label={t('roles.value')}
        value={filter.value ?? ''}
        data={[
          { value: '', label: t('roles.value') },
          ...CELL_VALUES.map((value) => ({ value, label: t(`roles.values.${value}`) })),
        ]}
        onChange={(event) => set('value', event.currentTarget.value)}
      />
      <NativeSelect
        className={classes['narrow'] ?? ''}
        size="xs"
        aria-label={t('roles.rows')}
        value={filter.missing ? 'missing' : filter.differs ? 'differs' : ''}
        data={[
          { value: '', label: t('roles.rows') },
          { value: 'differs', label: t('roles.differs') },
          { value: 'missing', label: t('roles.missing') },
        ]}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          const { differs: _d, missing: _m, ...others } = address.filter ?? {};
          const next = chosen === '' ? others : { ...others, [chosen]: true };
          change({ filter: Object.keys(next).length === 0 ? undefined : next }, true);
        }}
      />
      <output className={classes['total']}>
        {rows === total
          ? t('roles.rowsShown', { count: total })
          : t('roles.rowsOf', { shown: rows, count: total })}
      </output>
    </div>
  );
}

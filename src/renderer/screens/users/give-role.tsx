import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, useAnswer } from '#renderer/client.ts';
import { fieldOf } from '#renderer/components/field-shape.ts';
import type { PanelFormProps } from '#renderer/components/list-types.ts';
import { NodeSelect } from '#renderer/components/node-select.tsx';
import { toastDone } from '#renderer/components/toast.tsx';
import { useNodes } from '#renderer/state/nodes.ts';
import { type Failure, fail } from '#shared/reply.ts';
import { RoleOption } from './access-control.tsx';
import { BulkResults } from './bulk-results.tsx';
import { Effect } from './effect.tsx';
import { FormFoot } from './form-foot.tsx';
import { type Narrowing, NarrowingFields, NOT_NARROWED } from './narrowing-fields.tsx';
import { nameOf, type UserSubject } from './user.ts';
import classes from './users.module.css';

const NODE = fieldOf('assignments.grant', 'node');
const ROLE = fieldOf('assignments.grant', 'role');

function RoleSelect(props: {
  readonly node: string;
  readonly value: string | null;
  readonly error: string | undefined;
  readonly onChange: (role: string | null) => void;
}) {
  const { t } = useTranslation();
  const roles = useAnswer('users.assignableRoles', { node: props.node }).data ?? [];
  const lines = new Map(
    roles.map((role) => [`${role.pack}:${role.role}`, { ...role, why: role.mayGrant ? null : role.why }]),
  );
  return (
    <Select
      label={ROLE.label}
      placeholder={t('users.rolePlaceholder')}
      data={roles.map(({ pack, role, mayGrant }) => ({
        value: `${pack}:${role}`,
        label: role,
        disabled: !mayGrant,
      }))}
      value={props.value}
      onChange={props.onChange}
      error={props.error}
      searchable={roles.length > 6}
      maxDropdownHeight={320}
      renderOption={({ option }) => <RoleOption name={option.label} line={lines.get(option.value)} />}
    />
  );
}

function useGift(home: string | null, people: readonly UserSubject[]) {
  const [node, setNode] = useState<string | null>(home);
  const [role, setRole] = useState<string | null>(null);
  const [narrowing, setNarrowing] = useState<Narrowing>(NOT_NARROWED);
  const roles = useAnswer('users.assignableRoles', { node: node ?? '' }, { enabled: node !== null }).data;
  const chosen = roles?.find((one) => `${one.pack}:${one.role}` === role);
  const gifts =
    node === null || chosen === undefined
      ? []
      : people.map(({ id }) => ({
          person: id,
          pack: chosen.pack,
          role: chosen.role,
          node,
          ...narrowing,
        }));
  return {
    node,
    role,
    narrowing,
    gifts,
    kinds: chosen?.qualifiers ?? [],
    setNode: (next: string | null) => {
      setNode(next);
      setRole(null);
      setNarrowing(NOT_NARROWED);
    },
    setRole: (next: string | null) => {
      setRole(next);
      setNarrowing(({ from, until }) => ({ ...NOT_NARROWED, from, until }));
    },
    narrow: (patch: Partial<Narrowing>) => setNarrowing((now) => ({ ...now, ...patch })),
  };
}

/** The scope that all of them belong to; null: they do not belong to one. */
function homeOf(people: readonly UserSubject[]): string | null {
  const [first] = people;
  return first !== undefined && people.every(({ node }) => node === first.node) ? first.node : null;
}

function ToMany({ count }: { readonly count: number }) {
  const { t } = useTranslation();
  return count === 1 ? null : <p className={classes['quiet']}>{t('users.toMany', { count })}</p>;
}

type Results = readonly { readonly id: string; readonly ok: boolean; readonly message: string | null }[];

/** Gives a role to one person or to each of the selected, with the effect before it is saved. */
export function GiveRole({
  record,
  records,
  node,
  onDone,
  onCancel,
  onChanged,
}: PanelFormProps<UserSubject>) {
  const { t } = useTranslation();
  const [people] = useState(record === null ? records : [record]);
  const gift = useGift(homeOf(people) ?? node ?? null, people);
  const kinds = [...new Set(useNodes().map(({ kind }) => kind))];
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const [results, setResults] = useState<Results | null>(null);
  const [only] = people;
  const send = async () => {
    const [first] = gift.gifts;
    if (first === undefined) {
      setFailure(fail('invalid-input', t('form.needChoice', { label: ROLE.label })).error);
      return;
    }
    setBusy(true);
    const reply =
      people.length === 1
        ? await call('assignments.grant', first)
        : await call('assignments.grantMany', { items: gift.gifts });
    setBusy(false);
    if (!reply.ok) return setFailure(reply.error);
    onChanged(false);
    if ('results' in reply.value) return setResults(reply.value.results);
    onDone();
    toastDone(t('users.roleGiven', { role: first.role, name: only === undefined ? '' : nameOf(only) }));
  };
  if (results !== null) {
    const nameAt = (id: string) => nameOf(people[Number(id)] as UserSubject);
    return <BulkResults results={results} nameOf={nameAt} onClose={onDone} />;
  }
  const fault = (name: string) => failure?.fields?.find(({ path }) => path === name)?.message;
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      noValidate
    >
      <ToMany count={people.length} />
      <NodeSelect
        operation="assignments.grant"
        kinds={kinds}
        field={NODE}
        value={gift.node}
        onChange={gift.setNode}
        onPreset={gift.setNode}
        error={fault('node')}
        values={{}}
      />
      {gift.node === null ? null : (
        <>
          <RoleSelect
            node={gift.node}
            value={gift.role}
            error={fault('role')}
            onChange={(role) => {
              gift.setRole(role);
              setFailure(null);
              onChanged(role !== null);
            }}
          />
          <NarrowingFields
            node={gift.node}
            kinds={gift.kinds}
            values={gift.narrowing}
            failure={failure}
            onChange={gift.narrow}
          />
        </>
      )}
      <Effect
        draft={{ add: gift.gifts }}
        person={people.length === 1 ? (only?.id ?? null) : null}
        enabled={gift.gifts.length > 0}
      />
      <FormFoot failure={failure} busy={busy} label={t('users.give')} onCancel={onCancel} />
    </form>
  );
}

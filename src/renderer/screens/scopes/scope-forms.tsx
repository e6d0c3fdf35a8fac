import { Select } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { useAddress } from '#renderer/components/address.ts';
import { Bones } from '#renderer/components/bones.tsx';
import { type ControlProps, control } from '#renderer/components/field-control.tsx';
import type { PanelFormProps } from '#renderer/components/list-types.ts';
import { OperationForm } from '#renderer/components/operation-form.tsx';
import { toastDone } from '#renderer/components/toast.tsx';
import { useOpenScopes } from '#renderer/state/open-scopes.ts';
import type { OutputOf } from '#shared/operations/index.ts';
import type { Scope } from './scopes-screen.tsx';

type Props = PanelFormProps<Scope>;

function PackSelect({ field, value, onChange, error }: ControlProps<string | null>) {
  const { t } = useTranslation();
  const packs = useAnswer('realms.packs', {}).data ?? [];
  const chosen = packs.find((pack) => pack.id === value);
  return (
    <Select
      label={field.label}
      name={field.name}
      required
      withAsterisk={false}
      placeholder={t('scopes.choosePack')}
      description={
        chosen === undefined
          ? t('scopes.packHint')
          : t('scopes.packKinds', { kinds: chosen.kinds.join(' › '), count: chosen.roles })
      }
      data={packs.map(({ id, title, version }) => ({
        value: id,
        label: t('scopes.packOption', { id, title, version }),
      }))}
      value={value === '' ? null : value}
      onChange={onChange}
      error={error}
      allowDeselect={false}
    />
  );
}

/** Adds a realm under the newest version of a role pack. */
export function AddRealm({ onDone, onCancel, onChanged }: Props) {
  const { t } = useTranslation();
  const [, change] = useAddress();
  const controls = useMemo(
    () => ({ pack: control<string | null>((props) => <PackSelect {...props} />) }),
    [],
  );
  return (
    <OperationForm
      operation="realms.create"
      controls={controls}
      onDone={({ id }, values) => {
        onDone();
        queueMicrotask(() => change({ id, panel: undefined }));
        toastDone(t('scopes.added', { name: String(values['name']) }));
      }}
      onCancel={onCancel}
      onChanged={onChanged}
    />
  );
}

type Loaded = OutputOf<'nodes.get'>;

function KindSelect(props: ControlProps<string> & { readonly scope: Loaded }) {
  const { field, value, onChange, onPreset, error, scope } = props;
  const [only, second] = scope.kindsBelow;
  useEffect(() => {
    if (only !== undefined && second === undefined && value !== only.kind) onPreset(only.kind);
  }, [only, second, value, onPreset]);
  return (
    <Select
      label={field.label}
      name={field.name}
      required
      withAsterisk={false}
      data={scope.kindsBelow.map(({ kind, title }) => ({ value: kind, label: title }))}
      value={value === '' ? null : value}
      onChange={(kind) => onChange(kind ?? '')}
      error={error}
      allowDeselect={false}
    />
  );
}

function AddLoaded({ scope, onDone, onCancel, onChanged }: Props & { readonly scope: Loaded }) {
  const { t } = useTranslation();
  const show = useOpenScopes((scopes) => scopes.show);
  const controls = useMemo(
    () => ({ kind: control<string>((props) => <KindSelect {...props} scope={scope} />) }),
    [scope],
  );
  return (
    <OperationForm
      operation="nodes.create"
      fixed={{ parent: scope.id }}
      controls={controls}
      onDone={(_, values) => {
        show([scope.id]);
        onDone();
        toastDone(t('scopes.added', { name: String(values['name']) }));
      }}
      onCancel={onCancel}
      onChanged={onChanged}
    />
  );
}

/** Adds a scope of a kind that the realm's pack lets lie below the open one. */
export function AddScope(props: Props) {
  const scope = useAnswer('nodes.get', { id: props.record?.id ?? '' }).data;
  return scope === undefined ? <Bones /> : <AddLoaded {...props} scope={scope} />;
}

/** Gives a scope or a realm another name. */
export function RenameScope({ record, onDone, onCancel, onChanged }: Props) {
  const { t } = useTranslation();
  // The version that the person saw: one that changes while they type must not be overwritten unseen.
  const [seen] = useState(record);
  if (seen === null) return null;
  return (
    <OperationForm
      operation={seen.kind === 'realm' ? 'realms.rename' : 'nodes.rename'}
      fixed={{ id: seen.id, version: seen.version }}
      initial={{ name: seen.name }}
      submitLabel={t('form.save')}
      onDone={(_, values) => {
        onDone();
        toastDone(t('scopes.renamed', { name: String(values['name']) }));
      }}
      onCancel={onCancel}
      onChanged={onChanged}
    />
  );
}

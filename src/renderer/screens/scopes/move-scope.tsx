import { Select } from '@mantine/core';
import { IconArrowDownRight, IconArrowUpRight } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { Bones } from '#renderer/components/bones.tsx';
import { type ControlProps, control } from '#renderer/components/field-control.tsx';
import type { PanelFormProps } from '#renderer/components/list-types.ts';
import { OperationForm } from '#renderer/components/operation-form.tsx';
import { toastDone } from '#renderer/components/toast.tsx';
import { inTreeOrder, pathName, useNodes } from '#renderer/state/nodes.ts';
import type { OutputOf } from '#shared/operations/index.ts';
import classes from './scopes.module.css';
import type { Scope } from './scopes-screen.tsx';

/** More choices than this are found by typing. */
const SHOWN = 100;
/** People and rights that are named; of the others only how many. */
const NAMED = 6;

type Effect = OutputOf<'access.whatIf'>;

function PersonEffect({ effect }: { readonly effect: Effect['people'][number] }) {
  const { t } = useTranslation();
  const lines = [
    { icon: IconArrowUpRight, words: 'scopes.gains' as const, changes: effect.gained },
    { icon: IconArrowDownRight, words: 'scopes.loses' as const, changes: effect.lost },
  ];
  return (
    <li>
      <strong>{effect.name}</strong>
      {lines.map(({ icon: Icon, words, changes }) =>
        changes.length === 0 ? null : (
          <span key={words} className={classes['change']}>
            <Icon size={14} aria-hidden />
            {t(words, {
              count: changes.length,
              rights: changes
                .slice(0, 3)
                .map((change) => change.words)
                .join(', '),
            })}
          </span>
        ),
      )}
    </li>
  );
}

/** Who would gain and who would lose what if the scope lay there. */
function MoveEffect({ node, parent }: { readonly node: string; readonly parent: string }) {
  const { t } = useTranslation();
  const draft = { move: [{ node, parent }] };
  const { data, error } = useAnswer('access.whatIf', { draft, limit: NAMED }, { keepPrevious: true });
  return (
    <section
      className={classes['effect']}
      aria-live="polite"
      aria-busy={data === undefined && error === null}
    >
      <h3>{t('scopes.effect')}</h3>
      {error === null ? null : <p>{error.message}</p>}
      {data === undefined ? null : <p>{data.sentence}</p>}
      {data === undefined || data.people.length === 0 ? null : (
        <ul>
          {data.people.map((person) => (
            <PersonEffect key={person.person} effect={person} />
          ))}
        </ul>
      )}
    </section>
  );
}

function PlaceSelect(props: ControlProps<string | null> & { readonly scope: OutputOf<'nodes.get'> }) {
  const { t } = useTranslation();
  const { field, value, onChange, error, scope } = props;
  const nodes = useNodes();
  const places = inTreeOrder(nodes).filter(
    ({ id, kind, realm }) => realm === scope.realm && kind === scope.parentKind && id !== scope.parent,
  );
  return (
    <>
      <Select
        label={field.label}
        name={field.name}
        required
        withAsterisk={false}
        data={places.map(({ id }) => ({ value: id, label: pathName(nodes, id) }))}
        value={value}
        onChange={onChange}
        error={error}
        placeholder={t(places.length === 0 ? 'scopes.noPlace' : 'scopes.choosePlace')}
        disabled={places.length === 0}
        searchable={places.length > 8}
        limit={SHOWN}
        allowDeselect={false}
      />
      {value === null ? null : <MoveEffect node={scope.id} parent={value} />}
    </>
  );
}

function MoveLoaded(props: PanelFormProps<Scope> & { readonly scope: OutputOf<'nodes.get'> }) {
  const { t } = useTranslation();
  const [scope] = useState(props.scope);
  const controls = useMemo(
    () => ({ parent: control<string | null>((given) => <PlaceSelect {...given} scope={scope} />) }),
    [scope],
  );
  return (
    <OperationForm
      operation="nodes.move"
      fixed={{ id: scope.id, version: scope.version }}
      controls={controls}
      onDone={() => {
        props.onDone();
        toastDone(t('scopes.moved', { name: scope.name }));
      }}
      onCancel={props.onCancel}
      onChanged={props.onChanged}
    >
      <p className={classes['hint']}>{t('scopes.moveText')}</p>
    </OperationForm>
  );
}

/** Moves a scope within its realm; who gains and who loses by it shows before. */
export function MoveScope(props: PanelFormProps<Scope>) {
  const scope = useAnswer('nodes.get', { id: props.record?.id ?? '' }).data;
  return scope === undefined ? <Bones /> : <MoveLoaded {...props} scope={scope} />;
}

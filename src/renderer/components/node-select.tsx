import { Select } from '@mantine/core';
import { useEffect } from 'react';
import { type AccessAsk, useAccess } from '#renderer/state/access.ts';
import { inTreeOrder, pathName, useNodes } from '#renderer/state/nodes.ts';
import type { OperationName } from '#shared/operations/index.ts';
import { targetOf } from './declared.ts';
import { type Control, type ControlProps, control } from './field-control.tsx';

interface NodeSelectProps extends ControlProps<string | null> {
  readonly operation: OperationName;
  readonly kinds: readonly string[];
}

/** More scopes than this are not asked about one by one; the service judges what is chosen. */
const MANY = 300;
/** More choices than this are found by typing. */
const SHOWN = 100;

/** Scopes at which the person may run the operation; the only one is chosen by itself. */
export function NodeSelect({ operation, kinds, field, value, onChange, onPreset, error }: NodeSelectProps) {
  const nodes = useNodes();
  const fitting = inTreeOrder(nodes).filter(({ kind }) => kinds.includes(kind));
  const many = fitting.length > MANY;
  const asks = (many ? [] : fitting).flatMap<AccessAsk>(({ id }) => {
    const target = targetOf(operation, { node: id });
    return target === null ? [] : [{ operation, ...target }];
  });
  const verdicts = useAccess(asks);
  const allowed = many ? fitting : fitting.filter((_, index) => verdicts[index]?.allowed === true);
  const known = verdicts.every((verdict) => verdict.known);
  const chosen = allowed.some(({ id }) => id === value);
  const only = allowed.length === 1 ? (allowed[0]?.id ?? null) : null;
  useEffect(() => {
    if (!known || chosen) return;
    if (only !== null) onPreset(only);
    else if (value !== null) onChange(null);
  }, [known, chosen, only, value, onChange, onPreset]);
  return (
    <Select
      label={field.label}
      name={field.name}
      required
      withAsterisk={false}
      data={allowed.map(({ id }) => ({ value: id, label: pathName(nodes, id) }))}
      value={value}
      onChange={onChange}
      error={error}
      searchable={allowed.length > 8}
      limit={SHOWN}
      allowDeselect={false}
    />
  );
}

/** A control for the scope of a create, offering the scopes of these kinds at which the person may do it. */
export function nodeControl(
  operation: OperationName,
  kinds: readonly string[] = ['account'],
): Control<unknown> {
  return control<string | null>((props) => <NodeSelect {...props} operation={operation} kinds={kinds} />);
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, useAnswer } from '#renderer/client.ts';
import { toastDone } from '#renderer/components/toast.tsx';
import type { Failure } from '#shared/reply.ts';
import type { AssignmentRow } from './access-tab.tsx';
import { Effect } from './effect.tsx';
import { FormFoot } from './form-foot.tsx';
import { type Narrowing, NarrowingFields } from './narrowing-fields.tsx';
import classes from './users.module.css';

function narrowingOf({ lines, products, queues, from, until }: AssignmentRow): Narrowing {
  return { lines, products, queues, from, until };
}

/** Changes the lines, products, queues and time of an assignment, with the effect before it is saved. */
export function AssignmentEditor(props: {
  readonly row: AssignmentRow;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}) {
  const { row, onDone, onCancel } = props;
  const { t } = useTranslation();
  const [seen] = useState(row);
  const [values, setValues] = useState(() => narrowingOf(row));
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const roles = useAnswer('users.assignableRoles', { node: row.node }).data ?? [];
  const known = roles.find((role) => role.pack === row.pack && role.role === row.role);
  const changed = JSON.stringify(values) !== JSON.stringify(narrowingOf(seen));
  const save = async () => {
    setBusy(true);
    const reply = await call('assignments.edit', { id: seen.id, version: seen.version, ...values });
    setBusy(false);
    if (!reply.ok) return setFailure(reply.error);
    onDone();
    toastDone(t('users.assignmentSaved', { role: row.role }));
  };
  const { person, pack, role, node } = row;
  const draft = { remove: [row.id], add: [{ person, pack, role, node, ...values }] };
  return (
    <form
      className={classes['form']}
      aria-label={t('users.editAssignment')}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      noValidate
    >
      <h3 className={classes['formTitle']}>
        {row.role} <span>{row.nodeName}</span>
      </h3>
      <NarrowingFields
        node={row.node}
        kinds={known?.qualifiers ?? []}
        values={values}
        failure={failure}
        onChange={(patch) => {
          setValues((now) => ({ ...now, ...patch }));
          setFailure(null);
        }}
      />
      <Effect draft={draft} person={person} enabled={changed} />
      <FormFoot failure={failure} busy={busy} label={t('form.save')} onCancel={onCancel} />
    </form>
  );
}

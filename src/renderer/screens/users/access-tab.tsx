import { IconPencil, IconSitemap, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { Bones } from '#renderer/components/bones.tsx';
import type { RowOf } from '#renderer/components/list-types.ts';
import { EmptyState } from '#renderer/components/message-states.tsx';
import { OperationButton } from '#renderer/components/operation-button.tsx';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import { TimeLimit } from '#renderer/components/time-limit.tsx';
import { Dim } from '#renderer/components/values.tsx';
import { inTreeOrder, pathTo, useNodes } from '#renderer/state/nodes.ts';
import { usePendingRun } from '#renderer/state/pending-run.ts';
import { useMay } from '#renderer/state/session.ts';
import type { NodeRow } from '#shared/operations/nodes.ts';
import type { User } from '#shared/operations/users.ts';
import { MAX_PAGE, rowsOf } from '#shared/page.ts';
import { AssignmentEditor } from './assignment-editor.tsx';
import { Effect } from './effect.tsx';
import classes from './users.module.css';

export type AssignmentRow = RowOf<'assignments.list'>;

interface Place {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly depth: number;
  readonly assignments: readonly AssignmentRow[];
}

/** The scopes with assignments and those above them, each before what lies below it. */
function placesOf(rows: readonly AssignmentRow[], nodes: readonly NodeRow[]): readonly Place[] {
  const byNode = Map.groupBy(rows, ({ node }) => node);
  const needed = new Set([...byNode.keys()].flatMap((id) => pathTo(nodes, id).map((node) => node.id)));
  const known = inTreeOrder(nodes).filter(({ id }) => needed.has(id));
  const places = known.map(({ id, name, kind }): Place => {
    const depth = pathTo(nodes, id).length - 1;
    return { id, name, kind, depth, assignments: byNode.get(id) ?? [] };
  });
  const elsewhere = [...byNode].filter(([id]) => !needed.has(id));
  return [
    ...places,
    ...elsewhere.map(([id, assignments]): Place => {
      return { id, name: assignments[0]?.nodeName ?? '', kind: '', depth: 0, assignments };
    }),
  ];
}

function Qualifiers({ row, nodes }: { readonly row: AssignmentRow; readonly nodes: readonly NodeRow[] }) {
  const { t } = useTranslation();
  const lineName = (id: string) => nodes.find((node) => node.id === id)?.name ?? id;
  const parts = [
    ...(row.lines.length === 0 ? [] : [t('users.lines', { names: row.lines.map(lineName).join(', ') })]),
    ...(row.products.length === 0 ? [] : [t('users.products', { names: row.products.join(', ') })]),
    ...(row.queues.length === 0 ? [] : [t('users.queues', { names: row.queues.join(', ') })]),
  ];
  return parts.length === 0 ? null : <Dim>{parts.join(' · ')}</Dim>;
}

function useTake(user: User) {
  const { t } = useTranslation();
  const start = usePendingRun((pending) => pending.start);
  return (row: AssignmentRow) =>
    start({
      operation: 'assignments.revoke',
      items: [{ label: `${row.role} · ${row.nodeName}`, input: { id: row.id } }],
      consequence: t('users.takeText', { name: `${user.firstName} ${user.lastName}` }),
      details: <Effect draft={{ remove: [row.id] }} person={user.id} />,
    });
}

function Given(props: {
  readonly row: AssignmentRow;
  readonly nodes: readonly NodeRow[];
  readonly onEdit: () => void;
  readonly onTake: () => void;
}) {
  const { row, nodes, onEdit, onTake } = props;
  const { t } = useTranslation();
  return (
    <li className={classes['given']} aria-label={`${row.role}, ${row.nodeName}`}>
      <div>
        <strong>{row.role}</strong>
        {row.state === 'in-force' ? null : <StateBadge state={row.state} />}
        <TimeLimit from={row.from} until={row.until} />
        <Qualifiers row={row} nodes={nodes} />
      </div>
      <div className={classes['acts']}>
        {row.state === 'archived' ? null : (
          <OperationButton
            operation="assignments.edit"
            input={{ id: row.id }}
            icon={<IconPencil size={14} />}
            variant="subtle"
            label={t('users.change')}
            onRun={onEdit}
          />
        )}
        <OperationButton
          operation="assignments.revoke"
          input={{ id: row.id }}
          icon={<IconTrash size={14} />}
          variant="subtle"
          label={t('users.take')}
          onRun={onTake}
        />
      </div>
    </li>
  );
}

/** The roles at the user's own scope only, for those who may see users and not assignments. */
function OwnRoles({ user }: { readonly user: User }) {
  const { t } = useTranslation();
  if (user.assignments.length === 0) return <Dim>{t('users.noAssignments')}</Dim>;
  return (
    <ul className={classes['places']}>
      {user.assignments.map((assignment) => (
        <li key={assignment.id} className={classes['given']}>
          <div>
            <strong>{assignment.role}</strong>
            <Dim>{assignment.nodeName}</Dim>
            <TimeLimit from={assignment.from} until={assignment.until} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function Assignments({ user }: { readonly user: User }) {
  const { t } = useTranslation();
  const nodes = useNodes();
  const [editing, setEditing] = useState<string | null>(null);
  const take = useTake(user);
  const answer = useAnswer('assignments.list', { person: user.id, limit: MAX_PAGE });
  if (answer.data === undefined) return <Bones />;
  const rows = rowsOf(answer.data);
  const edited = rows.find(({ id }) => id === editing);
  if (edited !== undefined) {
    const close = () => setEditing(null);
    return <AssignmentEditor row={edited} onDone={close} onCancel={close} />;
  }
  if (rows.length === 0) {
    return (
      <EmptyState
        icon={<IconSitemap size={22} stroke={1.75} />}
        title={t('users.noRoles')}
        text={t('users.noAssignments')}
      />
    );
  }
  return (
    <ul className={classes['places']} aria-label={t('users.assignments')}>
      {placesOf(rows, nodes).map((place) => (
        <li key={place.id} style={{ paddingInlineStart: place.depth * 20 }}>
          <p className={classes['place']} data-empty={place.assignments.length === 0 || undefined}>
            {place.name}
            <Dim>{place.kind}</Dim>
          </p>
          {place.assignments.length === 0 ? null : (
            <ul>
              {place.assignments.map((row) => (
                <Given
                  key={row.id}
                  row={row}
                  nodes={nodes}
                  onEdit={() => setEditing(row.id)}
                  onTake={() => take(row)}
                />
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}

/** A person's assignments on the scope tree, with their time and what narrows them. */
export function AccessTab({ user }: { readonly user: User }) {
  const sees = useMay('assignments.list');
  return sees ? <Assignments user={user} /> : <OwnRoles user={user} />;
}

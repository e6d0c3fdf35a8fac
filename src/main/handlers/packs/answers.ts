import { conditionInWords, THEY } from '#shared/authz/words.ts';
import type { Operation } from '#shared/operation.ts';
import { operations } from '#shared/operations/index.ts';
import type { MatrixRow, PackDetail, PackDiffAnswer, WordedCell } from '#shared/operations/pack-answers.ts';
import type { PackDiff } from '#shared/policy/diff.ts';
import { type Cell, cellOf, type Pack, type PackRow } from '#shared/policy/pack.ts';
import { isPermission, PERMISSIONS } from '#shared/policy/permissions.ts';
import type { Found } from './find.ts';

/** The matrix in the words of reading rule 3. */
export function matrixOf(pack: Pack): MatrixRow[] {
  return pack.rows.map((row) => ({
    section: row.section,
    words: row.words,
    permissions: row.permissions,
    cells: Object.fromEntries(
      pack.roles.map(({ id }) => {
        const { token, value } = cellOf(row, id);
        return [id, { token, value }];
      }),
    ),
  }));
}

/** A cell with its own condition in words, and the kinds of node at which the role must have been given. */
function inWords({ token, value, condition, at }: Cell): WordedCell {
  const parts = [
    ...(condition === undefined ? [] : [conditionInWords(condition, THEY)]),
    ...(at === undefined ? [] : [conditionInWords({ assignedAt: at }, THEY)]),
  ];
  return { token, value, condition: parts.length === 0 ? null : parts.join(', ') };
}

let byPermission: ReadonlyMap<string, readonly string[]> | undefined;

/** The operations that each permission guards. */
function guardedBy(): ReadonlyMap<string, readonly string[]> {
  if (byPermission !== undefined) return byPermission;
  const guarded = new Map<string, string[]>();
  for (const { name, permission } of Object.values(operations) as readonly Operation[]) {
    const ids = typeof permission === 'object' ? Object.values(permission.byScope) : [permission];
    for (const id of new Set<string>(ids)) guarded.set(id, [...(guarded.get(id) ?? []), name]);
  }
  byPermission = guarded;
  return guarded;
}

function detailRow(row: PackRow, roles: readonly string[]): PackDetail['rows'][number] {
  const cells = roles.map((role) => {
    const cell = cellOf(row, role);
    const condition = cell.condition ?? (cell.value === 'conditional' ? row.condition : undefined);
    const own = condition === undefined ? cell : { ...cell, condition };
    return [role, { ...inWords(own), own }] as const;
  });
  return {
    id: row.id,
    section: row.section,
    words: row.words,
    permissions: row.permissions.map((id) => ({
      id,
      words: isPermission(id) ? PERMISSIONS[id] : id,
      operations: [...(guardedBy().get(id) ?? [])],
    })),
    condition: row.condition === undefined ? null : conditionInWords(row.condition, THEY),
    note: row.note ?? null,
    cells: Object.fromEntries(cells),
  };
}

/** A pack in full, for people to read. */
export function detailOf({ pack, customs }: Found): PackDetail {
  const kinds = new Map([
    ['platform', 'Workspace'],
    ['realm', 'Realm'],
    ...pack.nodeKinds.map(({ kind, title }) => [kind, title] as const),
  ]);
  const roles = pack.roles.map(({ id, words, nodeKinds, signIn, manages, perPerson }) => {
    const custom = customs.find(({ name }) => name === id);
    return {
      id,
      words,
      givenAt: nodeKinds.map((kind) => kinds.get(kind) ?? kind),
      signIn,
      manages,
      perPerson: perPerson ?? null,
      custom: custom === undefined ? null : { id: custom.id, basedOn: custom.basedOn },
    };
  });
  const { id, version, title, source, nodeKinds, rows } = pack;
  const ids = roles.map((role) => role.id);
  return { id, version, title, source, nodeKinds, roles, rows: rows.map((row) => detailRow(row, ids)) };
}

const orNothing = (cell: Cell | null): WordedCell | null => (cell === null ? null : inWords(cell));

/** A difference with its conditions in words. */
export function diffInWords({ roles, nodeKinds, rows, cells }: PackDiff): PackDiffAnswer {
  return {
    roles: {
      added: [...roles.added],
      removed: [...roles.removed],
      changed: roles.changed.map(({ role, what }) => ({ role, what: [...what] })),
    },
    nodeKinds: { added: [...nodeKinds.added], removed: [...nodeKinds.removed] },
    rows: {
      added: [...rows.added],
      removed: [...rows.removed],
      changed: rows.changed.map(({ what, ...row }) => ({ ...row, what: [...what] })),
    },
    cells: cells.map((one) => ({ ...one, from: orNothing(one.from), to: orNothing(one.to) })),
  };
}

import type { MatrixRow, packOperations } from '#shared/operations/packs.ts';
import { cellOf, type Pack } from '#shared/policy/pack.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import { fail, ok } from '#shared/reply.ts';
import type { HandlersOf } from './handler.ts';

function matrixOf(pack: Pack): MatrixRow[] {
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

export const packHandlers: HandlersOf<typeof packOperations> = {
  'packs.list': () =>
    ok(
      BUILT_IN_PACKS.map(({ id, version, title, source, nodeKinds, roles, rows }) => ({
        id,
        version,
        title,
        source,
        nodeKinds,
        roles: roles.map((role) => role.id),
        rows: rows.length,
      })),
    ),
  'packs.matrix': (_tx, input) => {
    const pack = BUILT_IN_PACKS.find((one) => one.id === input.pack);
    return pack === undefined ? fail('not-found', 'There is no such role pack.') : ok(matrixOf(pack));
  },
};

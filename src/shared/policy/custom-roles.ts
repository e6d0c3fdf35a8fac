import type { Cell, Pack, PackRole } from './pack.ts';

/** A role made by copying one of a pack and changing cells. */
export interface CustomRole {
  /** Its role id; never one of the pack's own. */
  readonly name: string;
  readonly words: string;
  readonly basedOn: string;
  /** By row id, the cells that differ from the role it is based on. */
  readonly cells: Readonly<Record<string, Cell>>;
}

/**
 * The pack with custom roles as further roles of it. One that is based on a role, or changes a row, that the pack does
 * not have (any more) has no such part: what is missing is not granted. Custom roles manage no others.
 */
export function withCustomRoles(pack: Pack, customs: readonly CustomRole[]): Pack {
  if (customs.length === 0) return pack;
  const known = customs.flatMap((custom) => {
    const base = pack.roles.find((role) => role.id === custom.basedOn);
    const clashes = pack.roles.some((role) => role.id === custom.name);
    return base === undefined || clashes ? [] : [{ custom, base }];
  });
  const roles = known.map(
    ({ custom, base }): PackRole => ({ ...base, id: custom.name, words: custom.words, manages: [] }),
  );
  return {
    ...pack,
    roles: [...pack.roles, ...roles],
    rows: pack.rows.map((row) => {
      const cells = known.flatMap(({ custom }) => {
        const cell = custom.cells[row.id] ?? row.cells[custom.basedOn];
        return cell === undefined ? [] : [[custom.name, cell] as const];
      });
      return { ...row, cells: { ...row.cells, ...Object.fromEntries(cells) } };
    }),
  };
}

import { holdingsOf, passedOn, Reach } from './holdings.ts';
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
 * not have (any more) has no such part: what is missing is not granted. Custom roles manage no others; they are managed
 * by the pack's roles that could give as much by the pack's own roles.
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
  const rows = pack.rows.map((row) => {
    const cells = known.flatMap(({ custom }) => {
      const cell = custom.cells[row.id] ?? row.cells[custom.basedOn];
      return cell === undefined ? [] : [[custom.name, cell] as const];
    });
    return { ...row, cells: { ...row.cells, ...Object.fromEntries(cells) } };
  });
  const whole: Pack = { ...pack, roles: [...pack.roles, ...roles], rows };
  return { ...whole, roles: [...pack.roles.map((role) => managing(whole, role, roles)), ...roles] };
}

/** The role, entrusted also with those custom roles that hold no more than it and the roles it manages. */
function managing(pack: Pack, role: PackRole, customs: readonly PackRole[]): PackRole {
  if (role.manages.length === 0) return role;
  const reach = new Reach();
  // What it holds only where it was given at some kinds of node may not cover the place of the new assignment.
  reach.add(passedOn(holdingsOf(pack, role.id)).filter(({ kinds }) => kinds === null));
  for (const managed of role.manages) reach.add(holdingsOf(pack, managed));
  const more = customs.filter(({ id }) => reach.beyond(holdingsOf(pack, id)) === undefined);
  return more.length === 0 ? role : { ...role, manages: [...role.manages, ...more.map(({ id }) => id)] };
}

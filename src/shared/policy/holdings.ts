import { type Condition, cellOf, type Pack } from './pack.ts';

/** What a role holds by one row: under which condition, and by assignments at nodes of which kinds. */
export interface Holding {
  readonly row: string;
  readonly permission: string;
  /** Null: without a condition. */
  readonly condition: Condition | null;
  /** Null: wherever it is given. */
  readonly kinds: readonly string[] | null;
}

/** All that a role of a pack holds, row by row (reading rule 3); nothing for a role that the pack does not have. */
export function holdingsOf(pack: Pack, role: string): Holding[] {
  return pack.rows.flatMap((row) => {
    const cell = cellOf(row, role);
    if (cell.value !== 'allow' && cell.value !== 'conditional') return [];
    const conditional = cell.value === 'conditional';
    const condition = (conditional ? (cell.condition ?? row.condition) : undefined) ?? null;
    const kinds = (conditional ? cell.at : undefined) ?? null;
    // A conditional cell that names neither can't be met: missing data means deny.
    if (conditional && condition === null && kinds === null) return [];
    return row.permissions.map((permission) => ({ row: row.id, permission, condition, kinds }));
  });
}

/** The conditions that are met whenever the first is, besides itself. */
const IMPLIED: Readonly<Record<string, readonly Condition[]>> = {
  'granted-product-and-line': ['granted-product', 'granted-line', 'account-product'],
  'granted-product': ['account-product'],
};

/** Whether `have` is met wherever `need` is; null is always met. */
function atLeastAsWide(have: Condition | null, need: Condition | null): boolean {
  if (have === null) return true;
  if (need === null) return false;
  if (typeof have === 'string' || typeof need === 'string') {
    return have === need || (typeof need === 'string' && IMPLIED[need]?.includes(have) === true);
  }
  const [wide, narrow] = [have.ends, need.ends];
  return (
    wide.within === narrow.within &&
    (wide.across === undefined || wide.across === narrow.across) &&
    (wide.selfDiscovery === undefined || wide.selfDiscovery === narrow.selfDiscovery) &&
    (wide.cover === 'one' || narrow.cover === 'both')
  );
}

/** Holdings by permission, to be asked whether others go beyond them. */
export class Reach {
  readonly #held = new Map<string, Holding[]>();

  add(holdings: Iterable<Holding>): void {
    for (const holding of holdings) {
      const known = this.#held.get(holding.permission);
      if (known === undefined) this.#held.set(holding.permission, [holding]);
      else known.push(holding);
    }
  }

  /** Whether some holding of the permission is at least as wide. */
  covers({ permission, condition, kinds }: Holding): boolean {
    return (
      this.#held
        .get(permission)
        ?.some(
          (held) =>
            atLeastAsWide(held.condition, condition) &&
            (held.kinds === null || (kinds?.every((kind) => held.kinds?.includes(kind)) ?? false)),
        ) === true
    );
  }

  /** The first of these holdings that goes beyond, if one does. */
  beyond(holdings: readonly Holding[]): Holding | undefined {
    return holdings.find((holding) => !this.covers(holding));
  }
}

/** Conditions that look at neither the person nor the assignment: held under one, it can be passed on under the same. */
export function sameForAll(condition: Condition): boolean {
  return condition === 'account-product' || typeof condition === 'object';
}

/** What of a role's holdings its holder can pass on: not what was granted to the holder alone. */
export function passedOn(holdings: readonly Holding[]): Holding[] {
  return holdings.filter(({ condition }) => condition === null || sameForAll(condition));
}

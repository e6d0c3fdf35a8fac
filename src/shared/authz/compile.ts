import {
  type CellValue,
  type Condition,
  cellOf,
  type Pack,
  type PackRole,
  type PackRow,
} from '../policy/pack.ts';
import { PERMISSION_IDS, type PermissionId } from '../policy/permissions.ts';

/** Words of a permission set. */
export const WORDS = Math.ceil(PERMISSION_IDS.length / 32);
const BIT = new Map<string, number>(PERMISSION_IDS.map((id, index) => [id, index]));

/** A set of permissions, a bit each in catalogue order. */
export type PermissionSet = Uint32Array;

/** The catalogue position of a permission. */
export function bitOf(permission: PermissionId): number {
  const bit = BIT.get(permission);
  if (bit === undefined) throw new Error(`Unknown permission ${permission}`);
  return bit;
}

/** Whether a set holds the permission at catalogue position `bit`. */
export function hasBit(set: PermissionSet, bit: number): boolean {
  return ((set[bit >>> 5] as number) & (1 << (bit & 31))) !== 0;
}

function addBit(set: PermissionSet, bit: number): void {
  set[bit >>> 5] = (set[bit >>> 5] as number) | (1 << (bit & 31));
}

/** What a role grants under one condition. */
export interface ConditionalSet {
  readonly condition: Condition;
  readonly set: PermissionSet;
}

/** What an assignment of a role grants, a set for each class of condition. */
export interface RoleSets {
  /** Granted wherever the assignment covers. */
  readonly plain: PermissionSet;
  /** Granted on the person's own record only. */
  readonly self: PermissionSet;
  /** Granted under each of the other conditions. */
  readonly conditional: readonly ConditionalSet[];
  /** Granted, but only by an assignment at a node of another kind. */
  readonly elsewhere: PermissionSet;
}

/** One role of one pack version, ready to be asked. */
export interface CompiledRole {
  readonly pack: Pack;
  readonly role: PackRole;
  /** What an assignment grants at a node of a kind that `atKind` does not list. */
  readonly anywhere: RoleSets;
  /** By kind of the node of the assignment, where the document gives more at some kinds. */
  readonly atKind: ReadonlyMap<string, RoleSets>;
  /** Granted in some way, somewhere. */
  readonly any: PermissionSet;
  /** By catalogue position: how a row refuses it in so many words, as a place in `STATED`; 0: none does. */
  readonly stated: Uint8Array;
  /** What some row of the role's pack speaks of, whatever it says; one set for all roles of a pack. */
  readonly spoken: PermissionSet;
}

/** All roles of the packs in use, by `roleKey`; a realm may run under a version of its own. */
export interface Policy {
  get(key: string, realm?: string | null): CompiledRole | undefined;
  /** All roles, as they are in the realm. */
  values(realm?: string | null): readonly CompiledRole[];
}

/** The built-in packs, and what realms with an imported version or with custom roles run under instead. */
export class RealmPolicies implements Policy {
  readonly #base: Policy;
  readonly #realms = new Map<string, Policy>();

  constructor(base: Policy) {
    this.#base = base;
  }

  /** Puts packs into force in a realm; null: the built-in ones. People there must be set anew afterwards. */
  setRealm(realm: string, packs: readonly Pack[] | null): void {
    if (packs === null) this.#realms.delete(realm);
    else this.#realms.set(realm, compilePolicy(packs));
  }

  get(key: string, realm?: string | null): CompiledRole | undefined {
    return this.#of(realm).get(key);
  }

  values(realm?: string | null): readonly CompiledRole[] {
    return this.#of(realm).values();
  }

  #of(realm: string | null | undefined): Policy {
    return (typeof realm === 'string' ? this.#realms.get(realm) : undefined) ?? this.#base;
  }
}

/** Names a role across packs, such as 'J:DIALER_USER'. */
export function roleKey(pack: string, role: string): string {
  return `${pack}:${role}`;
}

/** What an assignment of the role at a node of this kind grants; an unknown kind grants what any kind does. */
export function setsAt(role: CompiledRole, kind: string | undefined): RoleSets {
  return (kind === undefined ? undefined : role.atKind.get(kind)) ?? role.anywhere;
}

/** The condition that a row puts on the role's grant, if any. */
export function conditionOf(row: PackRow, role: string): Condition | undefined {
  const cell = cellOf(row, role);
  return cell.value === 'conditional' ? (cell.condition ?? row.condition) : undefined;
}

/** Whether a row gives the role its permissions by an assignment at a node of this kind (reading rule 3). */
export function grants(row: PackRow, role: string, kind: string | undefined): boolean {
  const { value, at } = cellOf(row, role);
  if (value === 'allow') return true;
  if (value !== 'conditional') return false;
  if (at !== undefined) return kind !== undefined && at.includes(kind);
  // A conditional cell that names no condition can't be met: missing data means deny.
  return conditionOf(row, role) !== undefined;
}

/** Whether a set of an assignment holds the permission at `bit` under whatever condition. */
export function holdsInSomeWay({ plain, self, conditional }: RoleSets, bit: number): boolean {
  return hasBit(plain, bit) || hasBit(self, bit) || conditional.some(({ set }) => hasBit(set, bit));
}

/** The rows of the role's pack that speak of a permission. */
export function rowsOf({ pack }: CompiledRole, permission: string): readonly PackRow[] {
  let rows = ROWS.get(pack);
  if (rows === undefined) {
    rows = new Map();
    for (const row of pack.rows) {
      for (const id of row.permissions) {
        const known = rows.get(id);
        if (known === undefined) rows.set(id, [row]);
        else known.push(row);
      }
    }
    ROWS.set(pack, rows);
  }
  return rows.get(permission) ?? [];
}

const ROWS = new WeakMap<Pack, Map<string, PackRow[]>>();

/** Ways in which a cell says no. */
export const STATED = [undefined, 'stated-no', 'view-only', 'not-available'] as const;

const STATED_BY: Partial<Record<CellValue, number>> = { deny: 1, 'view-only': 2, 'not-available': 3 };

/** The first row that refuses a permission to the role in so many words; undefined: none does. */
export function rowSayingNo(compiled: CompiledRole, permission: PermissionId): PackRow | undefined {
  return rowsOf(compiled, permission).find(
    (row) => STATED_BY[cellOf(row, compiled.role.id).value] !== undefined,
  );
}

/** What is in any of the sets. */
export function unionOf(sets: readonly PermissionSet[]): PermissionSet {
  const union = emptySet();
  for (const set of sets) {
    for (let word = 0; word < WORDS; word++) union[word] = union[word]! | set[word]!;
  }
  return union;
}

const emptySet = (): PermissionSet => new Uint32Array(WORDS);

/** Adds what the catalogue knows of these ids. */
function addAll(set: PermissionSet, permissions: readonly string[]): void {
  for (const permission of permissions) {
    const bit = BIT.get(permission);
    if (bit !== undefined) addBit(set, bit);
  }
}

function spokenBy(pack: Pack): PermissionSet {
  const set = emptySet();
  for (const row of pack.rows) addAll(set, row.permissions);
  return set;
}

function compileSets(pack: Pack, role: string, kind: string | undefined): RoleSets {
  const plain = emptySet();
  const self = emptySet();
  const conditional = new Map<string, ConditionalSet>();
  const setFor = (condition: Condition | undefined): PermissionSet => {
    if (condition === undefined) return plain;
    if (condition === 'self') return self;
    const key = JSON.stringify(condition);
    const known = conditional.get(key) ?? { condition, set: emptySet() };
    conditional.set(key, known);
    return known.set;
  };
  const elsewhere = emptySet();
  const here = emptySet();
  for (const row of pack.rows) {
    const { at } = cellOf(row, role);
    if (at !== undefined) addAll(kind !== undefined && at.includes(kind) ? here : elsewhere, row.permissions);
    if (!grants(row, role, kind)) continue;
    addAll(setFor(conditionOf(row, role)), row.permissions);
  }
  for (let word = 0; word < WORDS; word++) elsewhere[word] = elsewhere[word]! & ~here[word]!;
  return { plain, self, conditional: [...conditional.values()], elsewhere };
}

function compileRole(pack: Pack, role: PackRole, spoken: PermissionSet): CompiledRole {
  const kinds = new Set(pack.rows.flatMap((row) => cellOf(row, role.id).at ?? []));
  const anywhere = compileSets(pack, role.id, undefined);
  const atKind = new Map([...kinds].map((kind) => [kind, compileSets(pack, role.id, kind)]));
  const any = unionOf(
    [anywhere, ...atKind.values()].flatMap(({ plain, self, conditional }) => [
      plain,
      self,
      ...conditional.map((one) => one.set),
    ]),
  );
  const stated = new Uint8Array(PERMISSION_IDS.length);
  for (const row of pack.rows) {
    const how = STATED_BY[cellOf(row, role.id).value];
    if (how === undefined) continue;
    for (const permission of row.permissions) {
      const bit = BIT.get(permission);
      if (bit !== undefined && stated[bit] === 0) stated[bit] = how;
    }
  }
  return { pack, role, anywhere, atKind, any, stated, spoken };
}

/**
 * The roles of packs as bitsets. Later packs with the same id replace earlier ones. A role is compiled when it is first
 * asked for: a workspace runs few of the packs, and a start pays for none of the others.
 */
export function compilePolicy(packs: readonly Pack[]): Policy {
  const sources = new Map<string, { readonly pack: Pack; readonly role: PackRole }>();
  for (const pack of packs) {
    for (const role of pack.roles) sources.set(roleKey(pack.id, role.id), { pack, role });
  }
  const spoken = new Map<Pack, PermissionSet>();
  const compiled = new Map<string, CompiledRole>();
  const get = (key: string): CompiledRole | undefined => {
    const source = sources.get(key);
    if (source === undefined) return undefined;
    let role = compiled.get(key);
    if (role === undefined) {
      const { pack } = source;
      if (!spoken.has(pack)) spoken.set(pack, spokenBy(pack));
      role = compileRole(pack, source.role, spoken.get(pack) as PermissionSet);
      compiled.set(key, role);
    }
    return role;
  };
  return { get, values: () => [...sources.keys()].map((key) => get(key) as CompiledRole) };
}

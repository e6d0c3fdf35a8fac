import { type Condition, cellOf, type Pack, type PackRole, type PackRow } from '../policy/pack.ts';
import { PERMISSION_IDS, type PermissionId } from '../policy/permissions.ts';

const WORDS = Math.ceil(PERMISSION_IDS.length / 32);
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

/** One role of one pack version, ready to be asked. */
export interface CompiledRole {
  readonly pack: Pack;
  readonly role: PackRole;
  /** Granted wherever the assignment covers. */
  readonly plain: PermissionSet;
  /** Granted on the person's own record only. */
  readonly self: PermissionSet;
}

/** All roles of the packs in use, by `roleKey`. */
export type Policy = ReadonlyMap<string, CompiledRole>;

/** Names a role across packs, such as 'J:DIALER_USER'. */
export function roleKey(pack: string, role: string): string {
  return `${pack}:${role}`;
}

/** Whether a row gives the role its permissions, on condition or without (reading rule 3). */
export function grants(row: PackRow, role: string): boolean {
  const { value } = cellOf(row, role);
  return value === 'allow' || value === 'conditional';
}

/** The condition that a row puts on the role's grant, if any. */
export function conditionOf(row: PackRow, role: string): Condition | undefined {
  return cellOf(row, role).value === 'conditional' ? row.condition : undefined;
}

function compileRole(pack: Pack, role: PackRole): CompiledRole {
  const plain = new Uint32Array(WORDS);
  const self = new Uint32Array(WORDS);
  for (const row of pack.rows) {
    if (!grants(row, role.id)) continue;
    // A conditional cell whose row names no condition can't be met: missing data means deny.
    if (cellOf(row, role.id).value === 'conditional' && row.condition === undefined) continue;
    const set = conditionOf(row, role.id) === 'self' ? self : plain;
    for (const permission of row.permissions) {
      const bit = BIT.get(permission);
      if (bit !== undefined) addBit(set, bit);
    }
  }
  return { pack, role, plain, self };
}

/** Compiles packs to bitsets. Later packs with the same id replace earlier ones. */
export function compilePolicy(packs: readonly Pack[]): Policy {
  const policy = new Map<string, CompiledRole>();
  for (const pack of packs) {
    for (const role of pack.roles) policy.set(roleKey(pack.id, role.id), compileRole(pack, role));
  }
  return policy;
}

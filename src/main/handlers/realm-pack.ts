import type { Pack } from '#shared/policy/pack.ts';
import type { Context } from './handler.ts';

/** The pack that the realm of a node runs under; undefined above the realms. */
export function packAt({ rights }: Pick<Context, 'rights'>, node: string): Pack | undefined {
  const id = rights.tree.packOf(rights.tree.indexOf(node));
  if (id === undefined) return undefined;
  return rights.policy.values(rights.realmOf(node)).find((role) => role.pack.id === id)?.pack;
}

/** What the kinds of a pack's nodes are called. */
export function kindTitle(pack: Pack | undefined, kind: string): string {
  if (kind === 'platform') return 'Workspace';
  if (kind === 'realm') return 'Realm';
  return pack?.nodeKinds.find((one) => one.kind === kind)?.title ?? kind;
}

/** Whether the pack has rights that depend on the products activated on an account. */
export function knowsProducts(pack: Pack | undefined): boolean {
  const cells = pack?.rows.flatMap((row) => [
    row.condition,
    ...Object.values(row.cells).map((cell) => cell.condition),
  ]);
  return cells?.some((condition) => typeof condition === 'string' && condition.includes('product')) === true;
}

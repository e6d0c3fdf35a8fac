import { type RawBuilder, sql } from 'kysely';
import type { ConditionalGrant } from '#shared/authz/conditional-grants.ts';
import { PLATFORM_ID } from '#shared/ids.ts';

/** Where a person holds a right, as the authorization service computed it. */
export interface Visible {
  /** Nodes whose subtrees are covered without any condition. */
  readonly nodes: readonly string[];
  /** The right also covers the person's own record (condition `self`). */
  readonly own: string | null;
  /** What is held under conditions that a list can ask for where it has their columns. */
  readonly grants?: readonly ConditionalGrant[];
}

/** The columns of a list that conditions look at, such as 'nodes.id' for the line of a list of lines. */
export interface ConditionColumns {
  readonly line?: string;
  readonly product?: string;
}

const NEVER = sql<boolean>`1 = 0`;

/**
 * The SQL predicate for "the record's node is covered": `nodeColumn` is a column such as 'number_lists.node_id'.
 * Never shows more than `decide` admits; a person who covers nothing sees nothing. What is held under a condition is
 * shown where `columns` names what the condition looks at (line, product), and left out elsewhere although `decide`
 * admits such records one by one.
 */
export function visibleIn(
  visible: Visible,
  nodeColumn: string,
  columns: ConditionColumns = {},
): RawBuilder<boolean> {
  if (visible.nodes.includes(PLATFORM_ID)) return sql<boolean>`1 = 1`;
  const ways = (visible.grants ?? []).flatMap((grant) => wayOf(grant, nodeColumn, columns) ?? []);
  if (visible.nodes.length > 0) ways.unshift(below(visible.nodes, nodeColumn));
  return ways.length === 0 ? NEVER : sql<boolean>`(${sql.join(ways, sql` or `)})`;
}

/** The predicate for "lies at or below this node", for a list that was asked about one scope. */
export function within(node: string, nodeColumn: string): RawBuilder<boolean> {
  if (node === PLATFORM_ID) return sql<boolean>`1 = 1`;
  return sql<boolean>`${sql.ref(nodeColumn)} in (select node_id from node_ancestors where ancestor_id = ${node})`;
}

function below(nodes: readonly string[], nodeColumn: string): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(nodeColumn)} in (
    select node_id from node_ancestors where ancestor_id in (${sql.join([...nodes])}))`;
}

const among = (column: string, values: readonly string[]): RawBuilder<boolean> =>
  values.length === 0 ? NEVER : sql<boolean>`${sql.ref(column)} in (${sql.join([...values])})`;

/** The product is activated on the account: the nearest scope at or above the record that has a list of them. */
function activated(nodeColumn: string, product: string): RawBuilder<boolean> {
  return sql<boolean>`exists (select 1 from json_each((
    select account.products from node_ancestors up join nodes account on account.id = up.ancestor_id
    where up.node_id = ${sql.ref(nodeColumn)} and account.products is not null
    order by up.depth limit 1)) as active where active.value = ${sql.ref(product)})`;
}

/** The predicate of one conditional grant; undefined where the list lacks what the condition asks for. */
function wayOf(
  { node, condition, lines, products }: ConditionalGrant,
  nodeColumn: string,
  { line, product }: ConditionColumns,
): RawBuilder<boolean> | undefined {
  const asks: RawBuilder<boolean>[] = [];
  if (condition === 'granted-line' || condition === 'granted-product-and-line') {
    if (line === undefined) return undefined;
    asks.push(among(line, lines));
  }
  if (
    condition === 'account-product' ||
    condition === 'granted-product' ||
    condition === 'granted-product-and-line'
  ) {
    if (product === undefined) return undefined;
    if (condition !== 'account-product') asks.push(among(product, products));
    asks.push(activated(nodeColumn, product));
  }
  if (asks.length === 0) return undefined;
  return sql<boolean>`(${below([node], nodeColumn)} and ${sql.join(asks, sql` and `)})`;
}

import type { Pack } from '#shared/policy/pack.ts';

export interface NaiveAssignment {
  /** The realm whose version of the pack counts. */
  readonly realm: string | null;
  readonly pack: string;
  readonly role: string;
  readonly node: string;
  readonly from: number | null;
  readonly until: number | null;
  readonly lines: readonly string[];
  readonly products: readonly string[];
  readonly queues: readonly string[];
}

/** A role that a realm made by copying one of its pack and changing cells. */
export interface NaiveCustomRole {
  readonly realm: string;
  readonly pack: string;
  readonly name: string;
  readonly basedOn: string;
  readonly cells: Readonly<Record<string, Pack['rows'][number]['cells'][string]>>;
}

export interface NaiveWorld {
  readonly packs: readonly Pack[];
  /** Realms with a version of their own in place of a pack. */
  readonly versions: ReadonlyMap<string, Pack>;
  readonly customs: readonly NaiveCustomRole[];
  readonly archived: ReadonlySet<string>;
  /** Parent by node id; null for the root. */
  readonly parents: ReadonlyMap<string, string | null>;
  readonly kinds: ReadonlyMap<string, string>;
  /** Products activated at a node. */
  readonly products: ReadonlyMap<string, readonly string[]>;
  readonly people: ReadonlyMap<
    string,
    { readonly active: boolean; readonly assignments: readonly NaiveAssignment[] }
  >;
}

export interface NaiveQuestion {
  readonly person: string;
  readonly permission: string;
  readonly node: string;
  readonly owner: string | null;
  readonly other: string | null;
  readonly selfDiscovery: boolean | null;
  readonly members: readonly string[];
  readonly queue: string | null;
  readonly product: string | null;
  readonly line: string | null;
  readonly now: number;
}

/** The node and all above it, nearest first; nothing for an unknown node or a broken line of parents. */
function lineage(world: NaiveWorld, node: string): string[] {
  const line: string[] = [];
  for (
    let at: string | null | undefined = node;
    at !== null && at !== undefined;
    at = world.parents.get(at)
  ) {
    if (!world.parents.has(at)) return [];
    line.push(at);
  }
  return line;
}

const liesBelow = (world: NaiveWorld, node: string, ancestor: string): boolean =>
  lineage(world, node).includes(ancestor);

const nearestOfKind = (world: NaiveWorld, node: string, kind: string): string | undefined =>
  lineage(world, node).find((at) => world.kinds.get(at) === kind);

type Cell = Pack['rows'][number]['cells'][string];
type Condition = NonNullable<Cell['condition']>;
type Case = readonly [world: NaiveWorld, question: NaiveQuestion, assignment: NaiveAssignment];

function productMet([world, { node, product }, assignment]: Case, granted: boolean): boolean {
  const account = lineage(world, node).find((at) => world.products.has(at));
  if (product === null || account === undefined) return false;
  return (
    world.products.get(account)?.includes(product) === true &&
    (!granted || assignment.products.includes(product))
  );
}

function lineMet([world, { line }, assignment]: Case): boolean {
  return line !== null && liesBelow(world, line, assignment.node) && assignment.lines.includes(line);
}

function endsMet(condition: Extract<Condition, object>, [world, question, { node }]: Case): boolean {
  const { within, across, selfDiscovery, cover } = condition.ends;
  if (question.other === null) return false;
  if (selfDiscovery === 'off' && question.selfDiscovery !== false) return false;
  const ends = [question.node, question.other];
  const [first, second] = ends.map((end) => nearestOfKind(world, end, within));
  if (first === undefined || first !== second) return false;
  if (across !== undefined) {
    const [one, two] = ends.map((end) => nearestOfKind(world, end, across));
    if (one === undefined || two === undefined || one === two) return false;
  }
  const covered = ends.filter((end) => liesBelow(world, end, node));
  return covered.length >= (cover === 'both' ? 2 : 1);
}

function conditionMet(condition: Condition, at: Case): boolean {
  const [world, question, assignment] = at;
  if (condition === 'self') return question.owner === question.person && world.parents.has(question.node);
  if (typeof condition === 'object') return endsMet(condition, at);
  if (!liesBelow(world, question.node, assignment.node)) return false;
  if (condition === 'member') return question.members.includes(question.person);
  if (condition === 'granted-queue') {
    return question.queue !== null && assignment.queues.includes(question.queue);
  }
  if (condition === 'account-product') return productMet(at, false);
  if (condition === 'granted-product') return productMet(at, true);
  if (condition === 'granted-line') return lineMet(at);
  return productMet(at, true) && lineMet(at);
}

function cellMet(cell: Cell | undefined, rowCondition: Condition | undefined, at: Case): boolean {
  const [world, question, assignment] = at;
  if (cell === undefined || !['allow', 'conditional'].includes(cell.value)) return false;
  const covered = liesBelow(world, question.node, assignment.node);
  if (cell.value === 'allow') return covered;
  if (cell.at !== undefined && !cell.at.includes(world.kinds.get(assignment.node) ?? 'none')) return false;
  const condition = cell.condition ?? rowCondition;
  if (condition === undefined) return cell.at !== undefined && covered;
  return conditionMet(condition, at);
}

function packOf(world: NaiveWorld, { realm, pack }: NaiveAssignment): Pack | undefined {
  const own = realm === null ? undefined : world.versions.get(realm);
  return own?.id === pack ? own : world.packs.find((one) => one.id === pack);
}

/**
 * The rows by which the question is answered yes, as the reading rules say it, word by word: no indexes, no bitsets,
 * nothing shared with the engine. None: no.
 */
export function naiveDecision(world: NaiveWorld, question: NaiveQuestion): string[] {
  const person = world.people.get(question.person);
  if (person === undefined || !person.active) return [];
  const rows: string[] = [];
  for (const assignment of person.assignments) {
    if (assignment.from !== null && question.now < assignment.from) continue;
    if (assignment.until !== null && question.now >= assignment.until) continue;
    if (lineage(world, assignment.node).some((node) => world.archived.has(node))) continue;
    const pack = packOf(world, assignment);
    const custom = world.customs.find(
      (one) => one.realm === assignment.realm && one.pack === assignment.pack && one.name === assignment.role,
    );
    const role = custom?.basedOn ?? assignment.role;
    if (pack === undefined || !pack.roles.some((one) => one.id === role)) continue;
    for (const row of pack.rows) {
      if (!row.permissions.includes(question.permission)) continue;
      const cell = custom?.cells[row.id] ?? row.cells[role];
      if (cellMet(cell, row.condition, [world, question, assignment])) rows.push(row.id);
    }
  }
  return rows;
}

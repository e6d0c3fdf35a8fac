import type { Pack } from '#shared/policy/pack.ts';

export interface NaiveAssignment {
  readonly pack: string;
  readonly role: string;
  readonly node: string;
  readonly from: number | null;
  readonly until: number | null;
}

export interface NaiveWorld {
  readonly packs: readonly Pack[];
  /** Parent by node id; null for the root. */
  readonly parents: ReadonlyMap<string, string | null>;
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
  readonly now: number;
}

function liesBelow(world: NaiveWorld, node: string, ancestor: string): boolean {
  for (
    let at: string | null | undefined = node;
    at !== null && at !== undefined;
    at = world.parents.get(at)
  ) {
    if (!world.parents.has(at)) return false;
    if (at === ancestor) return true;
  }
  return false;
}

/** The decision as the reading rules say it, word by word: no indexes, no bitsets, nothing shared with the engine. */
export function naiveDecision(world: NaiveWorld, question: NaiveQuestion): boolean {
  const person = world.people.get(question.person);
  if (person === undefined || !person.active) return false;
  for (const assignment of person.assignments) {
    if (assignment.from !== null && question.now < assignment.from) continue;
    if (assignment.until !== null && question.now >= assignment.until) continue;
    const pack = world.packs.find((one) => one.id === assignment.pack);
    if (pack === undefined || !pack.roles.some((role) => role.id === assignment.role)) continue;
    for (const row of pack.rows) {
      if (!row.permissions.includes(question.permission)) continue;
      const value = row.cells[assignment.role]?.value ?? 'unstated';
      if (value === 'allow' && liesBelow(world, question.node, assignment.node)) return true;
      const own = question.owner === question.person && world.parents.has(question.node);
      if (value === 'conditional' && row.condition === 'self' && own) return true;
    }
  }
  return false;
}

import type { Pack } from '../policy/pack.ts';
import { compilePolicy, type Policy } from './compile.ts';
import { beyond, type Holding, heldBy, type Side } from './holdings.ts';
import type { AssignmentFact } from './question.ts';
import type { Rights } from './rights.ts';

/** "Holds (held) the permission over the node's subtree", or under the condition there. */
export type Change = Holding;

/** What a draft changes for one person. */
export interface Effect {
  readonly person: string;
  readonly gained: readonly Change[];
  readonly lost: readonly Change[];
}

/** A change that is not made yet. */
export interface Draft {
  readonly add?: readonly (AssignmentFact & { readonly person: string })[];
  /** Ids of assignments. */
  readonly remove?: readonly string[];
  /** The packs that a realm would run under. */
  readonly packs?: readonly { readonly realm: string; readonly packs: readonly Pack[] }[];
  readonly move?: readonly { readonly node: string; readonly parent: string }[];
  /** Nodes that would be archived. */
  readonly archive?: readonly string[];
}

/** The policy with other packs in some realms. */
function draftPolicy(today: Policy, packs: NonNullable<Draft['packs']>): Policy {
  const realms = new Map(packs.map((one) => [one.realm, compilePolicy(one.packs)]));
  const of = (realm: string | null | undefined): Policy | undefined =>
    typeof realm === 'string' ? realms.get(realm) : undefined;
  return {
    get: (key, realm) => (of(realm) ?? today).get(key, realm),
    values: (realm) => (of(realm) ?? today).values(realm),
  };
}

/** The rights as they would be under the draft; those of today stay as they are. */
export function draftOf(rights: Rights, draft: Draft): Rights {
  const { packs = [], move = [], archive = [] } = draft;
  const drafted = rights.fork(packs.length === 0 ? rights.policy : draftPolicy(rights.policy, packs));
  if (move.length > 0 || archive.length > 0) {
    const parents = new Map(move.map((one) => [one.node, one.parent]));
    const archived = new Set(archive);
    drafted.setNodes(
      rights.nodes.map((node) => ({
        ...node,
        parent: parents.get(node.id) ?? node.parent,
        ...(archived.has(node.id) ? { archived: true } : {}),
      })),
    );
  }
  const removed = new Set(draft.remove);
  const added = Map.groupBy(draft.add ?? [], (one) => one.person);
  for (const id of touched(rights, draft)) {
    const kept = rights.assignmentsOf(id).filter((grant) => !removed.has(grant.id));
    // Whoever is not there yet will be switched on.
    const active = rights.knows(id) ? rights.isActive(id) : true;
    drafted.setPerson({ id, active, assignments: [...kept, ...(added.get(id) ?? [])] });
  }
  return drafted;
}

/** People whose own assignments, or the roles in them, are others in the draft. */
function touched(rights: Rights, { add = [], remove = [], packs = [] }: Draft): ReadonlySet<string> {
  const found = new Set(add.map((one) => one.person));
  if (remove.length === 0 && packs.length === 0) return found;
  const removed = new Set(remove);
  const realms = new Set<string | null | undefined>(packs.map((one) => one.realm));
  for (const person of rights.people) {
    const held = rights.assignmentsOf(person);
    if (held.some((grant) => removed.has(grant.id) || realms.has(grant.realm))) found.add(person);
  }
  return found;
}

/** Who of the persons gains and who loses what if the draft were made; people whom it does not touch are left out. */
export function whatIf(
  today: Rights,
  draft: Draft,
  { persons, now }: { readonly persons: Iterable<string>; readonly now: number },
): Effect[] {
  const drafted = draftOf(today, draft);
  const marks = (draft.move ?? []).map((one) => one.node);
  const changed = touched(today, draft);
  const sameTree = drafted.tree === today.tree;
  const effects: Effect[] = [];
  for (const person of persons) {
    if (!changed.has(person) && (sameTree || !moved(today, drafted, { person, marks }))) continue;
    const before: Side = { tree: today.tree, held: heldBy(today, person, now) };
    const after: Side = { tree: drafted.tree, held: heldBy(drafted, person, now) };
    const gained = beyond(after, before, marks);
    const lost = beyond(before, after, marks);
    if (gained.length > 0 || lost.length > 0) effects.push({ person, gained, lost });
  }
  return effects;
}

/** Whether the person's assignments cover others of the marked nodes in the draft's tree, or are archived only there. */
function moved(
  today: Rights,
  drafted: Rights,
  { person, marks }: { readonly person: string; readonly marks: readonly string[] },
): boolean {
  const trees = [today.tree, drafted.tree] as const;
  return today.assignmentsOf(person).some(({ node }) => {
    const [before, after] = trees.map((tree) => [
      tree.isArchived(tree.indexOf(node)),
      ...marks.map((mark) => tree.covers(node, mark)),
    ]);
    return before?.some((one, index) => one !== after?.[index]) === true;
  });
}

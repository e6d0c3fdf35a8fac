import type { Pack } from '../policy/pack.ts';
import { compilePolicy, type Policy } from './compile.ts';
import { beyond, type Holding, heldBy, type Side } from './holdings.ts';
import type { AssignmentFact } from './question.ts';
import { Rights } from './rights.ts';

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
  const drafted = new Rights(packs.length === 0 ? rights.policy : draftPolicy(rights.policy, packs));
  const parents = new Map(move.map((one) => [one.node, one.parent]));
  const archived = new Set(archive);
  drafted.setNodes(
    rights.nodes.map((node) => ({
      ...node,
      parent: parents.get(node.id) ?? node.parent,
      ...(archived.has(node.id) ? { archived: true } : {}),
    })),
  );
  const removed = new Set(draft.remove);
  const added = Map.groupBy(draft.add ?? [], (one) => one.person);
  for (const id of new Set([...rights.people, ...added.keys()])) {
    const kept = rights.assignmentsOf(id).filter((grant) => !removed.has(grant.id));
    const more = added.get(id) ?? [];
    const known = rights.assignmentsOf(id).length > 0 || rights.isActive(id);
    drafted.setPerson({
      id,
      active: known ? rights.isActive(id) : true,
      assignments: [...kept, ...more],
    });
  }
  return drafted;
}

/** Who of the persons gains and who loses what if the draft were made; people whom it does not touch are left out. */
export function whatIf(
  today: Rights,
  draft: Draft,
  { persons, now }: { readonly persons: Iterable<string>; readonly now: number },
): Effect[] {
  const drafted = draftOf(today, draft);
  const marks = (draft.move ?? []).map((one) => one.node);
  const effects: Effect[] = [];
  for (const person of persons) {
    const before: Side = { tree: today.tree, held: heldBy(today, person, now) };
    const after: Side = { tree: drafted.tree, held: heldBy(drafted, person, now) };
    const gained = beyond(after, before, marks);
    const lost = beyond(before, after, marks);
    if (gained.length > 0 || lost.length > 0) effects.push({ person, gained, lost });
  }
  return effects;
}

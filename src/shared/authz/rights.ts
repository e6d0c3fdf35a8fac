import type { Condition } from '../policy/pack.ts';
import { PERMISSION_IDS, type PermissionId } from '../policy/permissions.ts';
import {
  bitOf,
  type CompiledRole,
  hasBit,
  holdsInSomeWay,
  type Policy,
  type RoleSets,
  roleKey,
  setsAt,
} from './compile.ts';
import { Conditions } from './conditions.ts';
import type { Decision } from './decision.ts';
import { explainDenial, pathsOf, rolesGranting } from './explain.ts';
import { type AssignmentFact, type Grant, inForce, type Question } from './question.ts';
import { type NodeFact, ScopeTree } from './scope-tree.ts';

export interface PersonFact {
  readonly id: string;
  readonly active: boolean;
  readonly assignments: readonly AssignmentFact[];
}

interface Holder {
  readonly active: boolean;
  readonly grants: readonly Grant[];
}

/** Where a person holds a permission. */
export interface Visibility {
  /** Nodes whose subtrees are covered without any condition. */
  readonly nodes: string[];
  /** The person, if their own record is covered (condition `self`). */
  readonly own: string | null;
  /** Nodes at which an assignment covers what meets a condition that nodes and owner cannot tell. */
  readonly conditional: { readonly node: string; readonly condition: Condition }[];
}

/**
 * The authorization engine: who holds what, where. Pure and total: no clock (`now` is Unix ms), no I/O, and
 * missing data means deny. `decide`, `allows` and `visible` agree with each other on every question.
 */
export class Rights {
  readonly policy: Policy;
  #nodes: readonly NodeFact[] = [];
  #tree = new ScopeTree([]);
  #conditions = new Conditions(this.#tree);
  readonly #holders = new Map<string, Holder>();

  constructor(policy: Policy) {
    this.policy = policy;
  }

  /** Replaces the scope tree. */
  setNodes(nodes: readonly NodeFact[]): void {
    this.#nodes = nodes;
    this.#tree = new ScopeTree(nodes);
    this.#conditions = new Conditions(this.#tree);
  }

  /** The facts of which the tree was made. */
  get nodes(): readonly NodeFact[] {
    return this.#nodes;
  }

  get tree(): ScopeTree {
    return this.#tree;
  }

  /** Replaces what the engine knows of one person; takes effect at the next question. */
  setPerson(person: PersonFact): void {
    this.#holders.set(person.id, {
      active: person.active,
      grants: person.assignments.map((assignment) => ({
        ...assignment,
        compiled: this.policy.get(roleKey(assignment.pack, assignment.role), assignment.realm),
      })),
    });
  }

  removePerson(id: string): void {
    this.#holders.delete(id);
  }

  /** Whether the person is known, switched on, and holds a role in force that may sign in. */
  maySignIn(person: string, now: number): boolean {
    const holder = this.#holders.get(person);
    return (
      holder?.active === true &&
      holder.grants.some(
        (grant) => grant.compiled?.role.signIn === true && inForce(grant, now) && !this.#inArchive(grant),
      )
    );
  }

  #inArchive({ node }: Grant): boolean {
    return this.#tree.isArchived(this.#tree.indexOf(node));
  }

  /** All assignments of a person, in force or not, whether or not the person is switched on. */
  assignmentsOf(person: string): readonly Grant[] {
    return this.#holders.get(person)?.grants ?? [];
  }

  /** Everybody the engine knows. */
  get people(): Iterable<string> {
    return this.#holders.keys();
  }

  isActive(person: string): boolean {
    return this.#holders.get(person)?.active === true;
  }

  /** The realm in which a node lies; null above the realms and for an unknown node. */
  realmOf(node: string): string | null {
    const at = this.#tree.ancestorOfKind(this.#tree.indexOf(node), 'realm');
    return this.#tree.idOf(at) ?? null;
  }

  /** The person's assignments in force, at scopes that are not archived; none for an unknown or inactive person. */
  grantsOf(person: string, now: number): readonly Grant[] {
    const holder = this.#holders.get(person);
    if (holder?.active !== true) return [];
    return holder.grants.filter((grant) => inForce(grant, now) && !this.#inArchive(grant));
  }

  /** What an assignment grants where it was given; nothing for a role that no pack has. */
  setsOf(grant: Grant): RoleSets | undefined {
    const role = grant.compiled;
    return role === undefined ? undefined : setsAt(role, this.#tree.kindOf(this.#tree.indexOf(grant.node)));
  }

  /** The roles that would grant the person a permission at a node: of its realm's pack, or of the person's packs. */
  rolesGranting(person: string, permission: PermissionId, node: string): readonly CompiledRole[] {
    const engine = { policy: this.policy, tree: this.#tree, conditions: this.#conditions };
    return rolesGranting(engine, this.assignmentsOf(person), { permission, node });
  }

  /** The bare answer, without reasons. */
  allows(question: Question): boolean {
    const { person, permission, place, now } = question;
    const holder = this.#holders.get(person);
    if (holder?.active !== true) return false;
    const bit = bitOf(permission);
    const at = this.#tree.indexOf(place.node);
    if (at < 0) return false;
    for (const grant of holder.grants) {
      // Most roles do not have the bit at all; only the others are worth a look at the tree.
      if (grant.compiled === undefined || !hasBit(grant.compiled.any, bit) || !inForce(grant, now)) continue;
      const grantAt = this.#tree.indexOf(grant.node);
      if (this.#tree.isArchived(grantAt)) continue;
      const { plain, self, conditional } = setsAt(grant.compiled, this.#tree.kindOf(grantAt));
      if (hasBit(plain, bit) && this.#tree.coversIndex(grantAt, at)) return true;
      if (place.owner === person && hasBit(self, bit)) return true;
      for (const { condition, set } of conditional) {
        if (hasBit(set, bit) && this.#conditions.met(condition, grant, question)) return true;
      }
    }
    return false;
  }

  /** The answer with every path that grants, or with one reason for the refusal. */
  decide(question: Omit<Question, 'person'> & { readonly person: string | null }): Decision {
    const { person, permission } = question;
    if (person === null) return { allowed: false, permission, denial: { reason: 'not-signed-in' } };
    const holder = this.#holders.get(person);
    if (holder?.active !== true) return { allowed: false, permission, denial: { reason: 'inactive' } };
    const known = { ...question, person };
    const engine = { policy: this.policy, tree: this.#tree, conditions: this.#conditions };
    return this.allows(known)
      ? { allowed: true, permission, paths: pathsOf(engine, holder.grants, known) }
      : { allowed: false, permission, denial: explainDenial(engine, holder.grants, known) };
  }

  /**
   * Where the person holds a permission. `nodes` and `own` alone never say more than `decide`; what is held under
   * another condition stands in `conditional`, and a list that cannot ask for that condition must leave it out.
   */
  visible(person: string, permission: PermissionId, now: number): Visibility {
    const bit = bitOf(permission);
    const nodes = new Set<string>();
    const conditional: Visibility['conditional'] = [];
    let own: string | null = null;
    for (const grant of this.grantsOf(person, now)) {
      const sets = this.setsOf(grant);
      if (sets === undefined) continue;
      const known = this.#tree.has(grant.node);
      if (hasBit(sets.plain, bit) && known) nodes.add(grant.node);
      if (hasBit(sets.self, bit)) own = person;
      for (const { condition, set } of sets.conditional) {
        if (hasBit(set, bit) && known) conditional.push({ node: grant.node, condition });
      }
    }
    return { nodes: [...nodes], own, conditional };
  }

  /** Whether some node where it is held lies at, above or below the place, so that a list there is not refused. */
  reaches({ person, permission, place: { node }, now }: Question): boolean {
    const { nodes, conditional } = this.visible(person, permission, now);
    return [...nodes, ...conditional.map((one) => one.node)].some(
      (covered) => this.#tree.covers(covered, node) || this.#tree.covers(node, covered),
    );
  }

  /** Permissions that the person holds somewhere. */
  permissionsOf(person: string, now: number): ReadonlySet<PermissionId> {
    const held = this.grantsOf(person, now).flatMap((grant) => this.setsOf(grant) ?? []);
    return new Set(
      PERMISSION_IDS.filter((permission) => {
        const bit = bitOf(permission);
        return held.some((sets) => holdsInSomeWay(sets, bit));
      }),
    );
  }
}

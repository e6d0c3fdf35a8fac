import { PERMISSION_IDS, type PermissionId } from '../policy/permissions.ts';
import { bitOf, hasBit, type Policy, roleKey } from './compile.ts';
import type { Decision } from './decision.ts';
import { explainDenial, pathsOf } from './explain.ts';
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

/**
 * The authorization engine: who holds what, where. Pure and total: no clock (`now` is Unix ms), no I/O, and
 * missing data means deny. `decide`, `allows` and `visible` agree with each other on every question.
 */
export class Rights {
  readonly policy: Policy;
  #tree = new ScopeTree([]);
  readonly #holders = new Map<string, Holder>();

  constructor(policy: Policy) {
    this.policy = policy;
  }

  /** Replaces the scope tree. */
  setNodes(nodes: readonly NodeFact[]): void {
    this.#tree = new ScopeTree(nodes);
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
        compiled: this.policy.get(roleKey(assignment.pack, assignment.role)),
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
      holder.grants.some((grant) => grant.compiled?.role.signIn === true && inForce(grant, now))
    );
  }

  /** The person's assignments in force; none for an unknown or inactive person. */
  grantsOf(person: string, now: number): readonly Grant[] {
    const holder = this.#holders.get(person);
    return holder?.active === true ? holder.grants.filter((grant) => inForce(grant, now)) : [];
  }

  /** The bare answer, without reasons. */
  allows({ person, permission, place, now }: Question): boolean {
    const holder = this.#holders.get(person);
    if (holder?.active !== true) return false;
    const bit = bitOf(permission);
    const at = this.#tree.indexOf(place.node);
    for (const grant of holder.grants) {
      const role = grant.compiled;
      if (role === undefined || !inForce(grant, now)) continue;
      if (hasBit(role.plain, bit) && this.#tree.coversIndex(this.#tree.indexOf(grant.node), at)) return true;
      if (place.owner === person && at >= 0 && hasBit(role.self, bit)) return true;
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
    return this.allows(known)
      ? { allowed: true, permission, paths: pathsOf(this.#tree, holder.grants, known) }
      : { allowed: false, permission, denial: explainDenial(this, holder.grants, known) };
  }

  /** Where the person holds a permission: nodes whose subtrees are covered, and whether the own record is. */
  visible(person: string, permission: PermissionId, now: number): { nodes: string[]; own: string | null } {
    const bit = bitOf(permission);
    const nodes = new Set<string>();
    let own: string | null = null;
    for (const grant of this.grantsOf(person, now)) {
      if (grant.compiled === undefined) continue;
      if (hasBit(grant.compiled.plain, bit) && this.#tree.has(grant.node)) nodes.add(grant.node);
      if (hasBit(grant.compiled.self, bit)) own = person;
    }
    return { nodes: [...nodes], own };
  }

  /** Whether some covered node lies at, above or below the place, so that a list asked there is not refused. */
  reaches({ person, permission, place: { node }, now }: Question): boolean {
    return this.visible(person, permission, now).nodes.some(
      (covered) => this.#tree.covers(covered, node) || this.#tree.covers(node, covered),
    );
  }

  /** Permissions that the person holds somewhere. */
  permissionsOf(person: string, now: number): ReadonlySet<PermissionId> {
    const grants = this.grantsOf(person, now);
    return new Set(
      PERMISSION_IDS.filter((permission) => {
        const bit = bitOf(permission);
        return grants.some(
          ({ compiled }) =>
            compiled !== undefined && (hasBit(compiled.plain, bit) || hasBit(compiled.self, bit)),
        );
      }),
    );
  }
}

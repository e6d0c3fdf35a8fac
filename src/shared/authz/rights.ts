import type { Condition } from '../policy/pack.ts';
import { PERMISSION_IDS, type PermissionId } from '../policy/permissions.ts';
import {
  bitOf,
  type CompiledRole,
  hasBit,
  holdsInSomeWay,
  type PermissionSet,
  type Policy,
  type RoleSets,
  roleKey,
  setsAt,
  unionOf,
} from './compile.ts';
import { Conditions } from './conditions.ts';
import type { Decision } from './decision.ts';
import { explainDenial, pathsOf, rolesAround, rolesGranting } from './explain.ts';
import { ACTIVE, COUNT, HIGH, Holders, LIVE, LOW, PERSON, PLAIN, SLOT, START } from './holders.ts';
import { type AssignmentFact, type Grant, grantOf, inForce, type Question } from './question.ts';
import { type NodeFact, ScopeTree } from './scope-tree.ts';
import { type Asked, allowingSlot, type Scales, type Verdict, verdictOf } from './verdict.ts';

export interface PersonFact {
  readonly id: string;
  readonly active: boolean;
  readonly assignments: readonly AssignmentFact[];
}

/**
 * A person at an instant, for many bare decisions. It follows changes of roles and of the tree; what begins or ends by
 * time later than `now` it does not.
 */
export interface Handle {
  readonly person: string;
  readonly number: number;
  readonly now: number;
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
  #holders = new Holders(this.#tree);
  #scales = this.#newScales();
  /** What the packs of a realm speak of, by the realm's number. */
  readonly #spoken = new Map<number, PermissionSet>();

  constructor(policy: Policy) {
    this.policy = policy;
  }

  /** A copy that changes by itself, under a policy of its own; people keep their roles until they are set anew. */
  fork(policy: Policy): Rights {
    const fork = new Rights(policy);
    fork.#nodes = this.#nodes;
    fork.#tree = this.#tree;
    fork.#conditions = this.#conditions;
    fork.#holders = new Holders(this.#tree, this.#holders);
    fork.#scales = fork.#newScales();
    return fork;
  }

  /** Replaces the scope tree. */
  setNodes(nodes: readonly NodeFact[]): void {
    this.#nodes = nodes;
    this.#tree = new ScopeTree(nodes);
    this.#conditions = new Conditions(this.#tree);
    this.#holders.setTree(this.#tree);
    this.#scales = this.#newScales();
    this.#spoken.clear();
  }

  #newScales(): Scales {
    return {
      holders: this.#holders,
      tree: this.#tree,
      conditions: this.#conditions,
      spoken: (person, bit, at) => this.#isSpoken(person, bit, at),
    };
  }

  get #engine() {
    return { policy: this.policy, tree: this.#tree, conditions: this.#conditions };
  }

  /** Whether a pack around the node speaks of the permission. */
  #isSpoken(person: number, bit: number, at: number): boolean {
    const node = this.#tree.idOf(at) ?? '';
    const realm = this.#tree.realmOf(at);
    const pack = this.#tree.packOf(at);
    if (realm < 0 || pack === undefined || pack !== this.#tree.packOf(realm)) {
      const around = rolesAround(this.#engine, this.#holders.grantsOf(person), node);
      return around.some(({ spoken }) => hasBit(spoken, bit));
    }
    let spoken = this.#spoken.get(realm);
    if (spoken === undefined) {
      spoken = unionOf(rolesAround(this.#engine, [], node).map((role) => role.spoken));
      this.#spoken.set(realm, spoken);
    }
    return hasBit(spoken, bit);
  }

  /** The facts of which the tree was made. */
  get nodes(): readonly NodeFact[] {
    return this.#nodes;
  }

  get tree(): ScopeTree {
    return this.#tree;
  }

  /** Replaces what the engine knows of one person; takes effect at the next question. */
  setPerson({ id, active, assignments }: PersonFact): void {
    // The packs of the person's realm may be others too.
    this.#spoken.clear();
    this.#holders.set(
      id,
      active,
      assignments.map((one) => grantOf(one, this.policy.get(roleKey(one.pack, one.role), one.realm))),
    );
  }

  removePerson(id: string): void {
    this.#holders.remove(id);
  }

  /** Whether the person is known, switched on, and holds a role in force that may sign in. */
  maySignIn(person: string, now: number): boolean {
    return this.grantsOf(person, now).some((grant) => grant.compiled?.role.signIn === true);
  }

  #inArchive({ node }: Grant): boolean {
    return this.#tree.isArchived(this.#tree.indexOf(node));
  }

  /** All assignments of a person, in force or not, whether or not the person is switched on. */
  assignmentsOf(person: string): readonly Grant[] {
    return this.#holders.grantsOf(this.#holders.numberOf(person));
  }

  /** Everybody the engine knows. */
  get people(): Iterable<string> {
    return this.#people();
  }

  *#people(): Generator<string> {
    for (let number = 0; number < this.#holders.size; number++) {
      if (this.#holders.isKnown(number)) yield this.#holders.idOf(number) as string;
    }
  }

  knows(person: string): boolean {
    return this.#holders.isKnown(this.#holders.numberOf(person));
  }

  isActive(person: string): boolean {
    return this.#holders.isActive(this.#holders.numberOf(person));
  }

  /** The realm in which a node lies; null above the realms and for an unknown node. */
  realmOf(node: string): string | null {
    return this.#tree.idOf(this.#tree.realmOf(this.#tree.indexOf(node))) ?? null;
  }

  /** The person's assignments in force, at scopes that are not archived; none for an unknown or inactive person. */
  grantsOf(person: string, now: number): readonly Grant[] {
    if (!this.isActive(person)) return [];
    return this.assignmentsOf(person).filter((grant) => inForce(grant, now) && !this.#inArchive(grant));
  }

  /** What an assignment grants where it was given; nothing for a role that no pack has. */
  setsOf(grant: Grant): RoleSets | undefined {
    const role = grant.compiled;
    return role === undefined ? undefined : setsAt(role, this.#tree.kindOf(this.#tree.indexOf(grant.node)));
  }

  /** The roles that would grant the person a permission at a node: of its realm's pack, or of the person's packs. */
  rolesGranting(person: string, permission: PermissionId, node: string): readonly CompiledRole[] {
    return rolesGranting(this.#engine, this.assignmentsOf(person), { permission, node });
  }

  #asked(question: Question): Asked {
    const { person, permission, place } = question;
    return {
      question,
      person: this.#holders.numberOf(person),
      bit: bitOf(permission),
      at: this.#tree.indexOf(place.node),
    };
  }

  /** The bare answer, without reasons. */
  allows(question: Question): boolean {
    return allowingSlot(this.#scales, this.#asked(question)) >= 0;
  }

  /** The answer with its reason and the assignment that decides, without all paths. */
  verdict(question: Question): Verdict {
    return verdictOf(this.#scales, this.#asked(question));
  }

  handleOf(person: string, now: number): Handle {
    return { person, number: this.#holders.numberOf(person), now };
  }

  /**
   * The barest answer: whether the person holds the permission at catalogue position `bit` over the node of this number,
   * without looking at conditions. What is held under one only is answered no.
   */
  allowsFor(handle: Handle, bit: number, at: number): boolean {
    const { number, now } = handle;
    const holders = this.#holders;
    const { people, slots, bits } = holders;
    if (people[number * PERSON] !== ACTIVE) return false;
    const word = bit >>> 5;
    const mask = 1 << (bit & 31);
    const first = people[number * PERSON + START]!;
    const end = first + people[number * PERSON + COUNT]!;
    for (let slot = first; slot < end; slot++) {
      const base = slot * SLOT;
      const block = slots[base + LIVE]!;
      if (block < 0 || (bits[block + PLAIN + word]! & mask) === 0) continue;
      if (at >= slots[base + LOW]! && at <= slots[base + HIGH]! && holders.inForce(slot, now)) return true;
    }
    return false;
  }

  /** The answer with every path that grants, or with one reason for the refusal. */
  decide(question: Omit<Question, 'person'> & { readonly person: string | null }): Decision {
    const { person, permission } = question;
    if (person === null) return { allowed: false, permission, denial: { reason: 'not-signed-in' } };
    if (!this.isActive(person)) return { allowed: false, permission, denial: { reason: 'inactive' } };
    const known = { ...question, person };
    const held = this.assignmentsOf(person);
    return this.allows(known)
      ? { allowed: true, permission, paths: pathsOf(this.#engine, held, known) }
      : { allowed: false, permission, denial: explainDenial(this.#engine, held, known) };
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

  /** Whether the person holds the permission anywhere, under whatever condition. */
  holdsSomewhere(person: string, permission: PermissionId, now: number): boolean {
    const bit = bitOf(permission);
    return this.grantsOf(person, now).some((grant) => {
      const sets =
        grant.compiled !== undefined && hasBit(grant.compiled.any, bit) ? this.setsOf(grant) : undefined;
      if (sets === undefined || !holdsInSomeWay(sets, bit)) return false;
      return this.#tree.has(grant.node) || hasBit(sets.self, bit);
    });
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

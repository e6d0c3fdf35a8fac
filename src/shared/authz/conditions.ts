import type { Condition, Ends } from '../policy/pack.ts';
import type { Place } from './decision.ts';
import type { AssignmentFact, Question } from './question.ts';
import type { ScopeTree } from './scope-tree.ts';

/** Whether the conditions of the documents are met, over one scope tree. Missing data: not met. Allocates nothing. */
export class Conditions {
  readonly #tree: ScopeTree;

  constructor(tree: ScopeTree) {
    this.#tree = tree;
  }

  /** Whether the assignment reaches the place and the condition on it is met. */
  met(condition: Condition, grant: AssignmentFact, { person, place }: Question): boolean {
    const tree = this.#tree;
    if (condition === 'self') return place.owner === person && tree.has(place.node);
    if (typeof condition === 'object') return this.#endsMet(condition.ends, grant.node, place);
    if (!tree.covers(grant.node, place.node)) return false;
    switch (condition) {
      case 'member':
        return place.members?.includes(person) === true;
      case 'granted-queue':
        return typeof place.queue === 'string' && grant.queues?.includes(place.queue) === true;
      case 'account-product':
        return this.#activated(place);
      case 'granted-product':
        return this.#grantedProduct(grant, place);
      case 'granted-line':
        return this.#grantedLine(grant, place);
      case 'granted-product-and-line':
        return this.#grantedProduct(grant, place) && this.#grantedLine(grant, place);
    }
  }

  #activated({ node, product }: Place): boolean {
    return typeof product === 'string' && this.#tree.hasProduct(this.#tree.indexOf(node), product);
  }

  #grantedProduct(grant: AssignmentFact, place: Place): boolean {
    // The account's list comes first: what it lacks nobody has, whatever they were granted.
    return this.#activated(place) && grant.products?.includes(place.product as string) === true;
  }

  #grantedLine(grant: AssignmentFact, { line }: Place): boolean {
    return (
      typeof line === 'string' && this.#tree.covers(grant.node, line) && grant.lines?.includes(line) === true
    );
  }

  #endsMet(ends: Ends, grantNode: string, place: Place): boolean {
    if (typeof place.other !== 'string') return false;
    if (ends.selfDiscovery === 'off' && place.selfDiscovery !== false) return false;
    const tree = this.#tree;
    const one = tree.indexOf(place.node);
    const two = tree.indexOf(place.other);
    const shared = tree.ancestorOfKind(one, ends.within);
    if (shared < 0 || shared !== tree.ancestorOfKind(two, ends.within)) return false;
    if (ends.across !== undefined) {
      const apart = tree.ancestorOfKind(one, ends.across);
      const from = tree.ancestorOfKind(two, ends.across);
      if (apart < 0 || from < 0 || apart === from) return false;
    }
    const at = tree.indexOf(grantNode);
    const coversOne = tree.coversIndex(at, one);
    const coversTwo = tree.coversIndex(at, two);
    return ends.cover === 'both' ? coversOne && coversTwo : coversOne || coversTwo;
  }
}

import { bitOf, hasBit } from './compile.ts';
import type { Path } from './decision.ts';
import { pathsOfHolding } from './explain.ts';
import { heldBy } from './holdings.ts';
import type { Question } from './question.ts';
import type { Rights } from './rights.ts';

/** A person who may, with every path by which they do. */
export interface PersonPaths {
  readonly person: string;
  readonly paths: readonly Path[];
}

type Asked = Omit<Question, 'person'>;

/** Everybody whom `decide` allows, with its paths. */
export function whoCan(rights: Rights, asked: Asked): PersonPaths[] {
  const found: PersonPaths[] = [];
  for (const person of rights.people) {
    if (!rights.allows({ ...asked, person })) continue;
    const decision = rights.decide({ ...asked, person });
    if (decision.allowed) found.push({ person, paths: decision.paths });
  }
  return found;
}

/** The paths by which a list at the place is not refused to the person: see `reaches`. */
export function pathsWithin(rights: Rights, question: Question): Path[] {
  const { person, permission, place, now } = question;
  const { tree } = rights;
  const bit = bitOf(permission);
  const near = heldBy(rights, person, now).filter(
    ({ node, set, condition }) =>
      condition !== 'self' &&
      hasBit(set, bit) &&
      (tree.covers(node, place.node) || tree.covers(place.node, node)),
  );
  return near.flatMap(({ grant, condition }) => pathsOfHolding(tree, grant, { permission, condition }));
}

/** Everybody to whom a list at the place is not refused. */
export function whoReaches(rights: Rights, asked: Asked): PersonPaths[] {
  const found: PersonPaths[] = [];
  for (const person of rights.people) {
    const paths = pathsWithin(rights, { ...asked, person });
    if (paths.length > 0) found.push({ person, paths });
  }
  return found;
}

import type { Path } from '#shared/authz/decision.ts';
import type { Holding } from '#shared/authz/holdings.ts';
import { conditionInWords, THEY, type Whom, YOU } from '#shared/authz/words.ts';
import type { AccessChange, AccessPath } from '#shared/operations/access-answers.ts';
import { PERMISSIONS } from '#shared/policy/permissions.ts';
import type { Asker, Known } from './asker.ts';

/** How an answer speaks of a person: to them, or about them by name. */
export function whom(asker: Asker, person: Known): Whom {
  return asker.id === person.id ? YOU : { ...THEY, name: person.name };
}

type Names = ReadonlyMap<string, string>;

/** The condition of a holding in words, with what it was met by. */
export function holdingCondition(
  { condition, on }: Pick<Holding, 'condition' | 'on'>,
  names: Names,
): string | null {
  if (condition === null) return null;
  const words = conditionInWords(condition, THEY);
  if (on === null) return words;
  const line = on.line === null ? null : (names.get(on.line) ?? 'a line that is not yours to see');
  return `${words}: ${[on.product, line, on.queue].filter((part) => part !== null).join(', ')}`;
}

/** Lines whose names the words for a holding need. */
export function linesOf({ on }: Pick<Holding, 'on'>): readonly string[] {
  return on === null || on.line === null ? [] : [on.line];
}

/** A gained, lost or compared right as it is shown. */
export function inWords(holding: Holding, names: Names): AccessChange {
  const { permission, node } = holding;
  return {
    permission,
    words: PERMISSIONS[permission],
    node,
    nodeName: names.get(node) ?? '',
    condition: holdingCondition(holding, names),
  };
}

/** A path as it is shown. A scope that the asker does not know is not named. */
export function pathInWords(path: Path, names: Names): AccessPath {
  const { assignment, role, pack, row, section, words, from, until } = path;
  const nodeName = names.get(path.node) ?? null;
  const condition = path.condition === null ? null : conditionInWords(path.condition, THEY);
  const where = nodeName === null ? 'at a scope that is not yours to see' : `at "${nodeName}"`;
  const under = condition === null ? '' : `, ${condition}`;
  return {
    assignment,
    role,
    pack,
    node: nodeName === null ? null : path.node,
    nodeName,
    row,
    section,
    words,
    condition,
    from,
    until,
    sentence: `As ${role} ${where}${under} (${row}, ${section}: "${words}").`,
  };
}

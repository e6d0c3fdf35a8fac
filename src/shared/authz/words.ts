import type { Condition } from '../policy/pack.ts';
import { PERMISSIONS, type PermissionId } from '../policy/permissions.ts';
import type { Denial, Unmet } from './decision.ts';

const list = (words: readonly string[]): string => words.join(', ');

/** Of whom a sentence speaks. */
export interface Whom {
  /** As in "your rights", "their rights". */
  readonly your: string;
  readonly you: string;
  readonly yours: string;
  /** As in "Ana Reyes may". */
  readonly name: string;
}

export const YOU: Whom = { your: 'your', you: 'you', yours: 'yours', name: 'You' };
export const THEY: Whom = { your: 'their', you: 'they', yours: 'theirs', name: 'They' };

function plainInWords(condition: Extract<Condition, string>, { your, you }: Whom): string {
  switch (condition) {
    case 'self':
      return `for ${your} own record only`;
    case 'member':
      return `only where ${you} are a member`;
    case 'granted-queue':
      return `only for queues ${you} were given access to`;
    case 'account-product':
      return 'only for products that the account has';
    case 'granted-product':
      return `only for products of the account that ${you} were given`;
    case 'granted-line':
      return `only on lines ${you} were given`;
    case 'granted-product-and-line':
      return `only for products and lines ${you} were given`;
  }
}

/** A condition as the end of a sentence, such as "only where you are a member". */
export function conditionInWords(condition: Unmet, whom: Whom): string {
  if (typeof condition === 'string') return plainInWords(condition, whom);
  if ('assignedAt' in condition) {
    return `only by a role given at a scope of this kind: ${list(condition.assignedAt)}`;
  }
  const { within, across, selfDiscovery } = condition.ends;
  const apart = across === undefined ? '' : `, in two different scopes of kind ${across}`;
  const discovery = selfDiscovery === undefined ? '' : ', with self discovery off';
  return `only if both ends lie within one ${within}${apart}${discovery}`;
}

/** What is told of a refusal: a whole sentence that says why and, where there is one, the way out. */
export function denialMessage(permission: PermissionId | null, denial: Denial, whom: Whom = YOU): string {
  const { your, yours } = whom;
  const act = permission === null ? 'This' : `"${PERMISSIONS[permission]}"`;
  switch (denial.reason) {
    case 'not-signed-in':
      return 'Sign in first.';
    case 'inactive':
      return 'This account is switched off, or no longer has a role. Ask an administrator.';
    case 'no-role-grants':
      return denial.roles.length === 0
        ? `${act} is not among the rights of any role here.`
        : `${act} is not among ${your} roles' rights. Roles that have it: ${list(denial.roles)}.`;
    case 'view-only':
      return `${act} is read only for ${denial.role}: "${denial.words}".`;
    case 'not-available':
      return `${act} is not available to ${denial.role}: "${denial.words}".`;
    case 'stated-no':
      return `${act} is refused to ${denial.role} by its document: "${denial.words}".`;
    case 'out-of-scope':
      return `${act} is among ${your} rights, but not here.`;
    case 'not-in-force':
      return `${act} is among ${your} rights, but not at this time.`;
    case 'archived':
      return `${act} is among ${your} rights at a scope that is archived. It counts again once that is restored.`;
    case 'condition-not-met':
      return `${act} is ${yours} ${conditionInWords(denial.condition, whom)}.`;
    case 'wrong-state':
      return `This can't be done while it is ${denial.state}; it must be ${list(denial.needed)}.`;
    case 'document-silent':
      return `${act} is refused: the role document does not speak of it.`;
  }
}

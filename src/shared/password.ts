import { COMMON_PASSWORDS } from './common-passwords.ts';
import { PASSWORD_MAX, PASSWORD_MIN } from './operations/fields.ts';
import { fail, type Reply } from './reply.ts';

/** Whose password it is: names and address may not be part of it. */
export interface Whose {
  readonly names: readonly string[];
}

function partsOf({ names }: Whose): string[] {
  return names
    .flatMap((name) => [name, ...name.split(/[@.\s_-]+/)])
    .map((part) => part.toLowerCase())
    .filter((part) => part.length >= 4);
}

/** A run such as 'aaaaaaaaaaaa', 'abcabcabcabc' or '123456789012': a short piece said again and again, or a count. */
function isPattern(password: string): boolean {
  if (/^(.{1,4})\1+.{0,3}$/u.test(password)) return true;
  const codes = Array.from(password, (character) => character.charCodeAt(0));
  const steps = codes.slice(1).map((code, index) => code - (codes[index] ?? 0));
  return steps.filter((step) => Math.abs(step) <= 1 || Math.abs(step) === 9).length >= steps.length * 0.9;
}

/** Why a password may not be used, in sentences; empty if it may. The service and the forms ask the same. */
export function passwordFaults(password: string, whose: Whose): string[] {
  const faults: string[] = [];
  const length = Array.from(password).length;
  const plain = password.toLowerCase();
  if (length < PASSWORD_MIN) faults.push(`Use at least ${PASSWORD_MIN} characters.`);
  if (length > PASSWORD_MAX) faults.push(`Use at most ${PASSWORD_MAX} characters.`);
  if (COMMON_PASSWORDS.has(plain) || isPattern(plain)) {
    faults.push('This is among the most common passwords; choose another.');
  }
  if (partsOf(whose).some((part) => plain.includes(part))) {
    faults.push('Leave your name and your e-mail address out of it.');
  }
  return faults;
}

/**
 * A rough strength from 0 (refused) to 4 (strong), for a meter: by length and the variety of characters. It is a hint;
 * what may be used is said by `passwordFaults`.
 */
export function passwordStrength(password: string, whose: Whose): 0 | 1 | 2 | 3 | 4 {
  if (passwordFaults(password, whose).length > 0) return 0;
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(password)).length;
  const variety = new Set(password).size;
  const bits = variety * 3 + (Array.from(password).length - PASSWORD_MIN) * 2 + kinds * 5;
  return bits < 38 ? 1 : bits < 48 ? 2 : bits < 60 ? 3 : 4;
}

/** Why a new password is refused, as field faults; null if it may be used. */
export function newPasswordFailure(
  input: { readonly password: string; readonly repeat: string },
  names: readonly string[],
): Reply<never> | null {
  const [fault] = passwordFaults(input.password, { names });
  const fields = [
    ...(fault === undefined ? [] : [{ path: 'password', message: fault }]),
    ...(input.password === input.repeat ? [] : [{ path: 'repeat', message: 'The two passwords differ.' }]),
  ];
  const [first] = fields;
  return first === undefined ? null : fail('invalid-input', first.message, { fields });
}

import type { PermissionId } from './policy/permissions.ts';
import { z } from './zod.ts';

/** Kinds of record that operations act on. */
export const TARGET_KINDS = [
  'node',
  'person',
  'assignment',
  'custom-role',
  'access-review',
  'number-list',
  'broadcast',
  'log-import',
  'client',
  'do-not-call',
  'gateway',
  'prompt',
  'caller-id',
  'export',
  'export-schedule',
] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

/** A record that an operation acts on. A create targets the node that will hold the new record. */
export interface Target {
  readonly kind: TargetKind;
  readonly id: string;
}

/**
 * Who may ask: a permission; a table of permissions by the nearest node that all targets share: by its kind in one
 * pack ('X:account'), else by its kind ('conduit'), else '*';
 * `anyone` (before sign-in, the handler guards itself); `signed-in` (any active person, own things only).
 */
export type Guard =
  | PermissionId
  | 'anyone'
  | 'signed-in'
  | { readonly byScope: Readonly<Record<string, PermissionId>> };

export type Kind = 'query' | 'command';

/** One operation, declared once as data; the door, the audit trail, the UI and the tests read it. */
export interface Operation<
  N extends string = string,
  I extends z.ZodObject = z.ZodObject,
  O extends z.ZodType = z.ZodType,
  G extends Guard = Guard,
> {
  readonly name: N;
  readonly kind: Kind;
  /** Of the declaration; raised when logged arguments of old would mean something else. 1 if absent. */
  readonly version?: number;
  /** What buttons, the palette, the audit trail and refusals call it. */
  readonly title: string;
  readonly permission: G;
  readonly input: I;
  readonly output: O;
  /** Pure. No target means denied, unless the guard is `anyone` or `signed-in`. */
  readonly targets: (input: z.output<I>) => readonly Target[];
  /**
   * `at` (default): the right must cover every target. `within`: a list; it is enough to hold the right
   * somewhere at or below the target node, and the handler shows only what `visible` admits. `each`: a command of
   * many, whose items are decided one by one; the right must be held somewhere.
   */
  readonly reach?: 'at' | 'within' | 'each';
  /** Rights whose holders see the minimal row (id, name, state) of what they act on (reading rule 9). */
  readonly minimalFor?: readonly PermissionId[];
  /** Of a list: the operation that one must be allowed, at the same targets, to export what the list shows. */
  readonly exportNeeds?: string;
  /** The states of the target record in which the operation makes sense. */
  readonly states?: readonly string[];
  /** Input fields that the command log must not hold. */
  readonly redact?: readonly (keyof z.output<I> & string)[];
  /** The largest input in JSON characters, where 1 MiB is too little. */
  readonly largestInput?: number;
  /** The UI asks for confirmation and names what will happen. */
  readonly danger?: boolean;
  readonly offline?: 'local' | 'queued';
  /** A command that is carried out, as the person who looks, while the console is viewed as somebody else. */
  readonly whileViewing?: true;
  /**
   * Who carries it out: the service (default); `shell`, the window's host (file dialogs; not offered on the command
   * line); `workspace`, whoever opens and closes workspaces.
   */
  readonly host?: 'service' | 'shell' | 'workspace';
}

/**
 * Declares an operation. Its schemas are given as functions and made when they are first asked for: together they would
 * cost a third of a start, and a start asks for few.
 */
export function operation<
  const N extends string,
  I extends z.ZodObject,
  O extends z.ZodType,
  const G extends Guard,
>(
  declaration: Omit<Operation<N, I, O, G>, 'input' | 'output'> & {
    readonly input: () => I;
    readonly output: () => O;
  },
): Operation<N, I, O, G> {
  let input: I | undefined;
  let output: O | undefined;
  return {
    ...declaration,
    get input() {
      input ??= declaration.input();
      return input;
    },
    get output() {
      output ??= declaration.output();
      return output;
    },
  };
}

/** The input of an operation that takes none. */
export const nothing = () => z.strictObject({});

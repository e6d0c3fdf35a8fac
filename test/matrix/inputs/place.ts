import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promptOf } from '#main/jobs/audio/prompt.ts';
import { wavOf } from '#main/jobs/audio/wav.ts';
import type { InputOf, OperationName, operations } from '#shared/operations/index.ts';
import type { RecordMaker } from '../../support/records.ts';

/** An id that nobody has. */
export const MISSING = '00000000-0000-7000-9000-999999999999';

/** Where an operation is tried: a node with its realm, or ids that nobody has. */
export interface Place {
  readonly node: string;
  readonly realm: string;
  readonly project: string;
  /** What the pack lets lie below the node, if anything. */
  readonly kindBelow: string;
  readonly missing: boolean;
  /** The id that is given for a record where there is none; MISSING if absent. */
  readonly ghost?: string;
  /** The asking person's own id. */
  readonly self: string;
  /** Somebody of the place who may sign in and is another person; null: nobody there. */
  readonly colleague: string | null;
  readonly make: RecordMaker;
  readonly folder: string;
}

/** Operations that ask for a permission. */
export type GuardedName = {
  [N in OperationName]: (typeof operations)[N]['permission'] extends 'anyone' | 'signed-in' ? never : N;
}[OperationName];

/** An input that succeeds for who may, at a place, for every guarded operation among those declared. */
export type InputsOf<Declared extends Partial<Record<OperationName, unknown>>> = {
  readonly [N in keyof Declared & GuardedName]: (at: Place) => Promise<InputOf<N>> | InputOf<N>;
};

let count = 0;

/** A number that no other input has. */
export const fresh = (): number => ++count;

const ghost = (at: Place): Promise<string> => Promise.resolve(at.ghost ?? MISSING);

export const list = (at: Place): Promise<string> =>
  at.missing ? ghost(at) : at.make.list(at.node, at.realm);

/** A list with a second version that is not in use. */
export const editedList = (at: Place): Promise<string> =>
  at.missing ? ghost(at) : at.make.editedList(at.node, at.realm);

/** A do-not-call source with one number. */
export const source = (at: Place): Promise<string> =>
  at.missing ? ghost(at) : at.make.source(at.node, at.realm);

export const broadcast = (at: Place, state: 'draft' | 'running' | 'suspended'): Promise<string> =>
  at.missing ? ghost(at) : at.make.broadcast(at.node, at.realm, state);

export const person = (at: Place, active = true): Promise<string> =>
  at.missing ? ghost(at) : at.make.person(at.node, at.realm, active);

/** A review with an item about an assignment. */
export const review = (at: Place): Promise<{ readonly id: string; readonly assignment: string }> =>
  at.missing ? ghost(at).then((id) => ({ id, assignment: id })) : at.make.review(at.node, at.realm);

/** A version that no record has: who may is told of the conflict, and the world stays as it is. */
export const NO_VERSION = 999_999;

/** An assignment that can be changed, unless another role is named. */
export const assignment = (at: Place, given = { pack: 'J', role: 'DIALER_USER' }): Promise<string> =>
  at.missing ? ghost(at) : at.make.assignment(at.node, at.realm, given);

/** A broadcast of one number that was left so. */
export const called = (at: Place, left: 'not-called' | 'interrupted'): Promise<string> =>
  at.missing ? ghost(at) : at.make.called(at.node, at.realm, left);

export const gateway = (at: Place): Promise<string> =>
  at.missing ? ghost(at) : at.make.gateway(at.node, at.realm);

export const prompt = (at: Place): Promise<string> =>
  at.missing ? ghost(at) : at.make.prompt(at.node, at.realm);

export const callerId = (at: Place): Promise<string> =>
  at.missing ? ghost(at) : at.make.callerId(at.node, at.realm);

/** A second of a tone. */
export function wav(at: Place): string {
  const file = join(at.folder, 'tone.wav');
  writeFileSync(file, wavOf(promptOf(Uint8Array.from({ length: 8_000 }, (_, index) => (index % 8) * 30))));
  return file;
}

/** A small file of numbers. */
export function csv(at: Place): string {
  const file = join(at.folder, 'few.csv');
  writeFileSync(file, 'phone,name\n+12125550101,Ann\n');
  return file;
}

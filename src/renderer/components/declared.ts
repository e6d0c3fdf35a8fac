import type { Operation, Target } from '#shared/operation.ts';
import { findOperation, type OperationName } from '#shared/operations/index.ts';

/** The declaration of a known name, in its general type. */
export function declared(name: OperationName): Operation {
  return findOperation(name) as Operation;
}

/** What the operation calls itself. */
export function titleOf(name: OperationName): string {
  return declared(name).title;
}

/** The record that the operation would act on with this input; null while the input does not say. */
export function targetOf(name: OperationName, input: Readonly<Record<string, unknown>>): Target | null {
  try {
    const [target] = declared(name).targets(input);
    return target !== undefined && typeof target.id === 'string' ? target : null;
  } catch {
    return null;
  }
}

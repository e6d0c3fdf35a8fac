import type { Kysely } from 'kysely';
import type { Operation } from '#shared/operation.ts';
import type { Failure } from '#shared/reply.ts';
import type { Tables } from '../db/tables/index.ts';
import type { Located } from '../handlers/handler.ts';

/** Longest arguments that the log holds, in JSON characters. */
const MAX_ARGUMENTS = 16_384;

export interface LogEntry {
  readonly id: string;
  readonly at: number;
  readonly operation: Operation;
  readonly input: Readonly<Record<string, unknown>>;
  readonly person: string | null;
  readonly device: string;
  readonly targets: readonly Located[];
  readonly policyVersion: string;
  /** Null: done. */
  readonly failure: Failure | null;
}

const REFUSALS: ReadonlySet<string> = new Set(['denied', 'not-found', 'not-signed-in']);

function argumentsOf({ operation, input }: LogEntry): string {
  const redacted = new Set(operation.redact ?? []);
  const kept = Object.entries(input).map(([key, value]) => [key, redacted.has(key) ? '(redacted)' : value]);
  const json = JSON.stringify(Object.fromEntries(kept));
  return json.length <= MAX_ARGUMENTS ? json : JSON.stringify({ shortened: json.slice(0, MAX_ARGUMENTS) });
}

/** Writes one command into the log, in the transaction given. */
export async function logCommand(db: Kysely<Tables>, entry: LogEntry): Promise<void> {
  const { failure, targets } = entry;
  const [target] = targets;
  const verdict = failure === null ? 'done' : REFUSALS.has(failure.code) ? 'refused' : 'failed';
  await db
    .insertInto('command_log')
    .values({
      id: entry.id,
      realm_id: target?.realm ?? null,
      node_id: target?.node ?? null,
      at: entry.at,
      operation: entry.operation.name,
      operation_version: entry.operation.version ?? 1,
      arguments: argumentsOf(entry),
      person_id: entry.person,
      device_id: entry.device,
      verdict,
      reason: failure === null ? '' : (failure.reason ?? failure.code),
      target: target === undefined ? '' : `${target.kind}:${target.id}`,
      policy_version: entry.policyVersion,
    })
    .execute();
}

import type { CallingWindow, KeyAct, Retry } from '#shared/dialling.ts';
import { PRACTICE_HASTE } from '#shared/dialling.ts';
import type { GatewayKind, MachineChoice, Outcome } from '#shared/operations/broadcasts.ts';
import type { RawDatabase } from '../../db/open.ts';
import { type Prompt, promptOf } from '../audio/prompt.ts';

/** What a run needs to know of its broadcast. INVARIANT: none of it changes while a broadcast is started. */
export interface Facts {
  readonly id: string;
  readonly key: number;
  readonly node: string;
  readonly seed: number;
  readonly gateway: GatewayKind;
  /** Null: the built-in practice gateway. */
  readonly gatewayId: string | null;
  readonly callsPerSecond: number;
  readonly lines: number;
  readonly attempts: number;
  readonly ringMs: number;
  readonly talkMs: number;
  readonly abandonedPercent: number;
  readonly prompt: Prompt | null;
  /** E.164 digits of the verified numbers to show, in their order. */
  readonly callers: readonly number[];
  readonly callerCap: number | null;
  readonly hours: readonly CallingWindow[];
  readonly zone: string | null;
  readonly machine: MachineChoice;
  /** Until a number is called again after an outcome, in ms. */
  readonly retries: ReadonlyMap<Outcome, number>;
  readonly keys: ReadonlyMap<string, KeyAct>;
}

const ROW = `select id, key, node_id as node, seed, gateway, gateway_id as gatewayId,
    calls_per_second as callsPerSecond, lines, attempts, ring_seconds as ringSeconds, talk_seconds as talkSeconds,
    abandoned_percent as abandonedPercent, prompt_id as promptId, caller_ids as callerIds, caller_cap as callerCap,
    hours, zone, retries, keys, machine
  from broadcasts where id = ?`;
const CALLER = `select number from caller_ids where id = ? and verified_at is not null and deleted_at is null`;

type Row = Pick<
  Facts,
  | 'id'
  | 'key'
  | 'node'
  | 'seed'
  | 'gateway'
  | 'gatewayId'
  | 'callsPerSecond'
  | 'lines'
  | 'attempts'
  | 'abandonedPercent'
  | 'callerCap'
  | 'zone'
  | 'machine'
> & {
  readonly ringSeconds: number;
  readonly talkSeconds: number;
  readonly promptId: string | null;
  readonly callerIds: string;
  readonly hours: string;
  readonly retries: string;
  readonly keys: string;
};

/** Reads a broadcast; `retryDelay` takes the place of every time in its retry table. Throws if there is none. */
export function readFacts(db: RawDatabase, broadcast: string, retryDelay?: number): Facts {
  const row = db.prepare(ROW).get(broadcast) as Row | undefined;
  if (row === undefined) throw new Error(`There is no broadcast ${broadcast}.`);
  const { ringSeconds, talkSeconds, promptId, callerIds, hours, retries, keys, ...plain } = row;
  const haste = row.gateway === 'practice' ? PRACTICE_HASTE : 1;
  const caller = db.prepare(CALLER).pluck();
  const ulaw = db.prepare('select ulaw from prompts where id = ?').pluck().get(promptId) as
    | Buffer
    | undefined;
  return {
    ...plain,
    ringMs: ringSeconds * 1_000,
    talkMs: talkSeconds * 1_000,
    prompt: ulaw === undefined ? null : promptOf(ulaw),
    callers: (JSON.parse(callerIds) as string[])
      .map((id) => caller.get(id) as number | undefined)
      .filter((number) => number !== undefined),
    hours: JSON.parse(hours) as CallingWindow[],
    retries: new Map(
      (JSON.parse(retries) as Retry[]).map(({ outcome, afterSeconds }) => [
        outcome,
        retryDelay ?? (afterSeconds * 1_000) / haste,
      ]),
    ),
    keys: new Map((JSON.parse(keys) as KeyAct[]).map((act) => [act.key, act])),
  };
}

import type { Outcome } from '#shared/operations/broadcasts.ts';
import { EntryBlock } from '../db/lists/entry-block.ts';
import { STORED_BLOCK, type StoredBlock, wholeBlock } from '../db/lists/stored-blocks.ts';
import { zonesOf } from '../db/number-zones.ts';
import type { RawDatabase } from '../db/open.ts';
import type { NumberState } from '../db/tables/broadcasts.ts';
import { wallClock } from '../jobs/broadcast/hours.ts';
import { Tally } from '../jobs/broadcast/tally.ts';
import { practicePlan } from '../jobs/gateways/practice.ts';

/** What became of a started broadcast so far. */
export interface HistoryOf {
  readonly key: number;
  readonly seed: number;
  readonly versionKey: number;
  /** Unix ms; nothing happens at or after `until`. */
  readonly startedAt: number;
  readonly until: number;
  /** Share of the numbers that were called at least once. */
  readonly called: number;
  readonly callsPerSecond: number;
  /** Per number at most; those that were called by then were retried if it is finished. */
  readonly attempts: number;
  readonly finished: boolean;
  /** The last calls ended in a crash. */
  readonly crashed: boolean;
}

interface NumberRow {
  readonly seq: number;
  readonly number: number;
  readonly name: string;
  state: NumberState;
  attempts: number;
  lastOutcome: Outcome | null;
  due: number;
}

interface AttemptRow {
  readonly numberSeq: number;
  readonly attempt: number;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly outcome: Outcome;
  /** Of the attempt before it at the same number. */
  readonly before: Outcome | null;
  /** Seconds. */
  readonly ring: number;
  readonly talk: number;
  readonly keys: string;
}

/** Unshortened times: these calls are history. */
const RING_MS = [4_000, 25_000] as const;
const TALK_MS = [5_000, 70_000] as const;
const RETRIED: ReadonlySet<Outcome> = new Set<Outcome>(['busy', 'no-answer']);
/** How many calls a crash cut off. */
const CUT_OFF = 7;
/** Clocks everywhere are apart by multiples of it, in ms. */
const QUARTER = 900_000;

/** In a transaction: stores numbers, attempts and sums; returns when the last attempt ended, Unix ms. */
export function addHistory(db: RawDatabase, history: HistoryOf): number {
  const numbers = db
    .prepare(`select ${STORED_BLOCK} from number_list_blocks where version_key = ? order by first`)
    .all(history.versionKey)
    .flatMap((block) => [...EntryBlock.of(wholeBlock(block as StoredBlock)).entries()])
    .map(
      ({ seq, number, name }): NumberRow => ({
        seq,
        number,
        name,
        state: 'waiting',
        attempts: 0,
        lastOutcome: null,
        due: 0,
      }),
    );
  const attempts = play(numbers, history);
  storeNumbers(db, history.key, numbers);
  storeAttempts(db, history.key, attempts);
  storeSums(db, history.key, { numbers, attempts });
  return attempts.reduce((last, { endedAt }) => Math.max(last, endedAt), history.startedAt);
}

function play(numbers: readonly NumberRow[], history: HistoryOf): AttemptRow[] {
  const attempts: AttemptRow[] = [];
  const room = Math.max(1, (history.until - history.startedAt) * 0.8);
  const callable = Math.round(numbers.length * history.called);
  // Slower than the limit allows, but never later than `until`.
  const gap = Math.min(1_000 / history.callsPerSecond, room / (callable * history.attempts + 1));
  let round = numbers.slice(0, callable);
  const rounds = history.finished ? history.attempts : 1;
  for (let attempt = 1; attempt <= rounds; attempt++) {
    for (const number of round) {
      const startedAt = Math.round(history.startedAt + attempts.length * gap);
      attempts.push(place(number, history, startedAt));
    }
    round = round.filter((number) => number.state === 'waiting');
  }
  if (history.crashed) cutOff(numbers, attempts);
  for (const number of numbers) {
    if (!history.finished || number.state !== 'waiting') continue;
    number.state = number.attempts === 0 ? 'not-called' : 'done';
  }
  return attempts;
}

function place(number: NumberRow, history: HistoryOf, startedAt: number): AttemptRow {
  number.attempts += 1;
  const settings = { seed: history.seed, ringMs: RING_MS, talkMs: TALK_MS };
  const plan = practicePlan(settings, `+${number.number}`, number.attempts);
  const before = number.lastOutcome;
  const endedAt = Math.min(Math.round(startedAt + plan.ringMs + plan.talkMs), history.until - 1);
  const again = RETRIED.has(plan.outcome) && number.attempts < history.attempts;
  number.state = again ? 'waiting' : 'done';
  number.due = again ? endedAt : 0;
  number.lastOutcome = plan.outcome;
  const [ring, talk] = [plan.ringMs, plan.talkMs].map((ms) => Math.round(ms / 100) / 10) as [number, number];
  const { seq: numberSeq, attempts: attempt } = number;
  const { outcome, key } = plan;
  return { numberSeq, attempt, startedAt, endedAt, outcome, before, ring, talk, keys: key ?? '' };
}

function cutOff(numbers: readonly NumberRow[], attempts: AttemptRow[]): void {
  const bySeq = new Map(numbers.map((number) => [number.seq, number]));
  for (let index = Math.max(0, attempts.length - CUT_OFF); index < attempts.length; index++) {
    const attempt = attempts[index] as AttemptRow;
    const number = bySeq.get(attempt.numberSeq) as NumberRow;
    number.state = 'interrupted';
    number.lastOutcome = 'interrupted';
    number.due = 0;
    attempts[index] = { ...attempt, outcome: 'interrupted', talk: 0, keys: '' };
  }
}

function storeNumbers(db: RawDatabase, key: number, numbers: readonly NumberRow[]): void {
  const insert = db.prepare(
    `insert into broadcast_numbers (broadcast_key, seq, number, name, state, attempts, last_outcome, due)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const { seq, number, name, state, attempts, lastOutcome, due } of numbers) {
    insert.run(key, seq, number, name, state, attempts, lastOutcome, due);
  }
  db.prepare(
    `insert into broadcast_number_keys (broadcast_key, number, seq)
     select broadcast_key, number, seq from broadcast_numbers where broadcast_key = ? order by number`,
  ).run(key);
}

function storeAttempts(db: RawDatabase, key: number, attempts: readonly AttemptRow[]): void {
  const insert = db.prepare(
    `insert into broadcast_attempts
       (broadcast_key, seq, number_seq, attempt, started_at, ended_at, outcome, ring, talk, keys)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  attempts.forEach(({ numberSeq, attempt, startedAt, endedAt, outcome, ring, talk, keys }, index) => {
    insert.run(key, index + 1, numberSeq, attempt, startedAt, endedAt, outcome, ring, talk, keys);
  });
}

/** The hour on the wall of whoever a number belongs to, which is the same for some minutes. */
function hourBook(): (number: number, at: number) => string {
  const known = new Map<string, string>();
  return (number, at) => {
    const [zone] = zonesOf(number);
    if (zone === undefined) return '';
    const name = `${zone} ${Math.floor(at / QUARTER)}`;
    const hour = known.get(name) ?? String(Math.floor(wallClock(zone, at).minute / 60));
    known.set(name, hour);
    return hour;
  };
}

function storeSums(
  db: RawDatabase,
  key: number,
  { numbers, attempts }: { numbers: readonly NumberRow[]; attempts: readonly AttemptRow[] },
): void {
  db.prepare(
    `insert into broadcast_counts
       (broadcast_key, total, done, answered, interrupted, not_called, attempts, live) values (?, ?, 0, 0, 0, 0, 0, 0)`,
  ).run(key, numbers.length);
  const tally = new Tally(db);
  const bySeq = new Map(numbers.map((number) => [number.seq, number.number]));
  const hourOf = hourBook();
  tally.add('attempts', attempts.length);
  tally.add('live', attempts.length);
  for (const attempt of attempts) {
    const hour = hourOf(bySeq.get(attempt.numberSeq) as number, attempt.startedAt);
    tally.ended({ ...attempt, hour });
  }
  const having = (test: (number: NumberRow) => boolean) => numbers.filter(test).length;
  tally.add(
    'done',
    having(({ state }) => state === 'done'),
  );
  tally.add(
    'answered',
    having(({ lastOutcome }) => lastOutcome === 'answered'),
  );
  tally.add(
    'interrupted',
    having(({ state }) => state === 'interrupted'),
  );
  tally.add(
    'not_called',
    having(({ state }) => state === 'not-called'),
  );
  tally.flush(key);
}

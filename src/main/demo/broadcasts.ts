import { DEFAULT_RETRIES } from '#shared/dialling.ts';
import type { BroadcastState, SuspendedBecause } from '#shared/operations/broadcasts.ts';
import type { RawDatabase } from '../db/open.ts';
import { addHistory } from './broadcast-history.ts';
import { chime } from './chime.ts';

/** A ready number list that is already stored. */
export interface DemoList {
  readonly id: string;
  readonly versionId: string;
  readonly versionKey: number;
}

export interface DemoBroadcasts {
  /** Any whole number; the same gives the same broadcasts (but for their ids). */
  readonly seed: number;
  /** Unix ms; all history lies before it. */
  readonly now: number;
  readonly realm: string;
  /** The account that owns them; its lists too. */
  readonly node: string;
  /** A person who may create broadcasts, and one who may start them. */
  readonly createdBy: string;
  readonly startedBy: string;
  /** At least one; used in turn. */
  readonly lists: readonly DemoList[];
  newId(): string;
}

export interface DemoBroadcastIds {
  /** By name, as the demo tour wants them. */
  readonly ids: Readonly<Record<string, string>>;
  /**
   * Suspended in the midst of its numbers: resume it through the door (as `startedBy`) to have one that runs. No row
   * is stored as `running`: a workspace that opens finds no engine behind it and takes it for a crash.
   */
  readonly toRun: string;
}

interface Story {
  readonly name: string;
  readonly state: Exclude<BroadcastState, 'running' | 'scheduled'>;
  /** Days before now; negative: a start time still to come. */
  readonly daysAgo: number;
  /** Share of the numbers that were called. */
  readonly called: number;
  readonly how?: 'completed' | 'stopped';
  readonly because?: SuspendedBecause;
  readonly callsPerSecond: number;
  /** Only on weekdays from 9 to 20, by the callee's clock; otherwise at any time. */
  readonly byDay?: true;
  /** Nothing to say yet: its preflight asks for it. */
  readonly mute?: true;
}

const DAY = 86_400_000;
const WEEKDAYS = [1, 2, 3, 4, 5].map((day) => ({ day, from: 9 * 60, to: 20 * 60 }));

const STORIES: readonly Story[] = [
  {
    name: 'Spring tariff notice',
    state: 'finished',
    daysAgo: 41,
    called: 1,
    how: 'completed',
    callsPerSecond: 5,
  },
  {
    name: 'Branch move: Elm Street',
    state: 'finished',
    daysAgo: 23,
    called: 0.62,
    how: 'stopped',
    callsPerSecond: 3,
  },
  { name: 'Service survey', state: 'finished', daysAgo: 9, called: 1, how: 'completed', callsPerSecond: 8 },
  {
    name: 'Payment reminder, June',
    state: 'suspended',
    daysAgo: 2,
    called: 0.35,
    because: 'person',
    callsPerSecond: 5,
  },
  {
    name: 'Outage information',
    state: 'suspended',
    daysAgo: 1,
    called: 0.18,
    because: 'crash',
    callsPerSecond: 10,
  },
  {
    name: 'Appointment reminder',
    state: 'suspended',
    daysAgo: 0.1,
    called: 0.27,
    because: 'console-closed',
    callsPerSecond: 12,
  },
  { name: 'Sunday maintenance', state: 'draft', daysAgo: -2, called: 0, callsPerSecond: 5, byDay: true },
  { name: 'Autumn tariff notice', state: 'draft', daysAgo: 0, called: 0, callsPerSecond: 5, mute: true },
];

/**
 * Stores voice broadcasts with a plausible past: drafts (one with a start time to come: start it through the door for
 * a scheduled one), suspended for each reason, finished both ways. Outcomes are the practice gateway's own. Call it
 * after the lists are stored, outside a transaction.
 */
export function addDemoBroadcasts(db: RawDatabase, demo: DemoBroadcasts): DemoBroadcastIds {
  const ids: Record<string, string> = {};
  db.transaction(() => {
    const prompt = addPrompt(db, demo);
    STORIES.forEach((story, index) => {
      ids[story.name] = addOne(db, demo, { story, index, prompt });
    });
  }).immediate();
  return { ids, toRun: ids['Appointment reminder'] as string };
}

function insertRow(db: RawDatabase, row: Readonly<Record<string, unknown>>): void {
  const names = Object.keys(row);
  db.prepare(
    `insert into broadcasts (${names.join(', ')}) values (${names.map((name) => `@${name}`).join(', ')})`,
  ).run(row);
}

function addPrompt(db: RawDatabase, demo: DemoBroadcasts): string {
  const { ulaw, sha256 } = chime();
  const { realm, node, now, createdBy } = demo;
  const id = demo.newId();
  db.prepare(
    `insert into prompts (id, realm_id, node_id, name, source_name, ulaw, sha256, ms, created_at, created_by, version)
     values (?, ?, ?, 'Chime of two tones', 'chime.wav', ?, ?, ?, ?, ?, 1)`,
  ).run(id, realm, node, Buffer.from(ulaw), sha256, ulaw.length / 8, now - 60 * DAY, createdBy);
  return id;
}

interface Place {
  readonly story: Story;
  readonly index: number;
  readonly prompt: string;
}

function addOne(db: RawDatabase, demo: DemoBroadcasts, { story, index, prompt }: Place): string {
  const list = demo.lists[index % demo.lists.length];
  if (list === undefined) throw new Error('Demo broadcasts need a number list.');
  const startedAt = story.state === 'draft' ? null : Math.round(demo.now - story.daysAgo * DAY);
  const createdAt = Math.round((startedAt ?? demo.now - DAY / 2) - DAY / 3);
  const last = db.prepare('select coalesce(max(key), 0) as key from broadcasts').get() as { key: number };
  const row = {
    id: demo.newId(),
    realm_id: demo.realm,
    node_id: demo.node,
    key: last.key + 1,
    name: story.name,
    state: story.state,
    list_id: list.id,
    list_version_id: startedAt === null ? null : list.versionId,
    seed: Math.abs(demo.seed) * 100 + index,
    gateway: 'practice',
    calls_per_second: story.callsPerSecond,
    lines: 20,
    attempts: 2,
    retries: JSON.stringify(DEFAULT_RETRIES),
    keys: JSON.stringify([{ key: '9', act: 'opt-out' }]),
    prompt_id: story.mute === true ? null : prompt,
    hours: JSON.stringify(story.byDay === true ? WEEKDAYS : []),
    zone: story.byDay === true ? 'America/New_York' : null,
    start_at: story.daysAgo < 0 ? demo.now - story.daysAgo * DAY : null,
    started_at: startedAt,
    started_by: startedAt === null ? null : demo.startedBy,
    finished_at: null as number | null,
    finished_how: story.how ?? null,
    suspended_because: story.because ?? null,
    job_id: null,
    created_at: createdAt,
    created_by: demo.createdBy,
    updated_at: startedAt ?? createdAt,
    deleted_at: null,
    version: 1,
  };
  insertRow(db, row);
  if (startedAt === null) return row.id;
  const endedAt = addHistory(db, {
    key: row.key,
    seed: row.seed,
    versionKey: list.versionKey,
    startedAt,
    until: demo.now,
    called: story.called,
    callsPerSecond: story.callsPerSecond,
    attempts: row.attempts,
    finished: story.state === 'finished',
    crashed: story.because === 'crash',
  });
  const finishedAt = story.state === 'finished' ? endedAt : null;
  db.prepare('update broadcasts set updated_at = ?, finished_at = ?, version = 3 where key = ?').run(
    endedAt,
    finishedAt,
    row.key,
  );
  return row.id;
}

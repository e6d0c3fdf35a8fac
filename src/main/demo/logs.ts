import type { LogBatch, LogRow } from '../db/logs/rows.ts';
import { AWKWARD_TEXTS, DEMO_INTENTS, PHRASES, type Phrases } from './log-phrases.ts';
import { type Chance, chanceFrom } from './random.ts';

/** Accounts and projects whose log is made up. */
export interface DemoLogs {
  /** Any whole number; the same gives the same rows. */
  readonly seed: number;
  /** Unix ms; the newest rows lie just before it. */
  readonly now: number;
  readonly accounts: readonly {
    readonly id: string;
    readonly projects: readonly { readonly id: string; readonly name: string }[];
  }[];
  /** How many in all. */
  readonly rows: number;
}

const HOUR = 3_600_000;
const DAYS = 90;
const BATCH_ROWS = 20_000;
/** How busy each hour of a day is (UTC). */
const HOURS = [2, 1, 1, 1, 1, 2, 4, 8, 14, 19, 21, 20, 17, 18, 20, 19, 17, 14, 12, 10, 8, 6, 4, 3];
/** How busy each day of the week is, Sunday first. */
const WEEKDAYS = [5, 10, 11, 10, 10, 9, 6];
const CHANNELS = ['voice', 'voice', 'voice', 'web', 'web', 'web', 'whatsapp', 'whatsapp', 'sms', 'telegram'];
/** English most, the others alike. */
const LANGUAGES: readonly Phrases[] = [...PHRASES.slice(0, 1), ...PHRASES.slice(0, 1), ...PHRASES];
/** Tags with how many of a thousand of the clients' messages carry them. */
const TAGS = [
  ['follow up', 14],
  ['complaint', 9],
  ['good example', 5],
  ['wrong intent', 4],
  ['training', 2],
] as const;
const AGENTS = ['Dana', 'Luis', 'Mei', 'Omar', 'Zoë'];
const HANDLES = ['nina', 'karl', 'sofia', 'amir', 'yuki', 'tom', 'lea', 'ivan'];

/**
 * Made-up dialogs over the 90 days before `now`, oldest first, in batches of one account: clients who come back,
 * busy hours and quiet nights, many languages, and texts that trip up careless programs. Phone numbers come from
 * ranges that are kept for fiction (North American 555-0100 to 0199, Ofcom's 07700 900000 to 900999).
 */
export function* generateLogs(demo: DemoLogs): Generator<LogBatch> {
  const places = demo.accounts.flatMap(({ id, projects }) =>
    projects.map((project) => ({ account: id, project: project.id })),
  );
  if (places.length === 0) return;
  const random = new Random(demo.seed);
  const batches = new Map<string, LogRow[]>(demo.accounts.map(({ id }) => [id, []]));
  let made = 0;
  for (const { start, until } of hours(random, demo)) {
    while (made < until) {
      const place = random.early(places);
      const rows = batches.get(place.account) ?? [];
      for (const row of session(random, { project: place.project, start, now: demo.now })) {
        if (made === demo.rows) break;
        rows.push(row);
        made += 1;
      }
      if (rows.length >= BATCH_ROWS) {
        yield { account: place.account, rows };
        batches.set(place.account, []);
      }
    }
  }
  for (const [account, rows] of batches) if (rows.length > 0) yield { account, rows };
}

/** Chance with what made-up dialogs need besides. */
class Random {
  readonly #chance: Chance;

  constructor(seed: number) {
    this.#chance = chanceFrom(seed);
  }

  /** 0 inclusive to 1 exclusive. */
  next(): number {
    return this.#chance.next();
  }

  below(limit: number): number {
    return this.#chance.below(limit);
  }

  of<T>(some: readonly T[]): T {
    return this.#chance.pick(some);
  }

  /** Prefers the first ones. */
  early<T>(some: readonly T[]): T {
    return some[Math.floor(this.next() ** 1.7 * some.length)] as T;
  }

  hex(): string {
    return (this.#chance.bits() + 4_294_967_296).toString(16).slice(1);
  }

  uuid(): string {
    const [a, b, c, d] = [this.hex(), this.hex(), this.hex(), this.hex()];
    return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-a${c.slice(1, 4)}-${c.slice(4)}${d}`;
  }
}

/** The hours up to `now`, each with how many rows there are by its end. */
function* hours(random: Random, { now, rows }: DemoLogs): Generator<{ start: number; until: number }> {
  const first = Math.ceil((now - DAYS * 24 * HOUR) / HOUR) * HOUR;
  const weights: number[] = [];
  let noise = 1;
  for (let start = first; start < now; start += HOUR) {
    const time = new Date(start);
    if (time.getUTCHours() === 0) noise = 0.8 + random.next() * 0.4;
    const part = Math.min(1, (now - start) / HOUR);
    weights.push((HOURS[time.getUTCHours()] ?? 1) * (WEEKDAYS[time.getUTCDay()] ?? 1) * noise * part);
  }
  const sum = weights.reduce((total, weight) => total + weight, 0);
  let passed = 0;
  for (const [index, weight] of weights.entries()) {
    passed += weight;
    const last = index === weights.length - 1;
    yield { start: first + index * HOUR, until: last ? rows : Math.round((rows * passed) / sum) };
  }
}

interface Place {
  readonly project: string;
  readonly start: number;
  readonly now: number;
}

interface Client {
  readonly name: string;
  readonly language: Phrases;
}

/** A number or name, always with the same language. */
function clientOf(random: Random, channel: string): Client {
  const number = Math.floor(random.next() ** 2 * 6_000);
  const language = LANGUAGES[number % LANGUAGES.length] as Phrases;
  if (channel === 'web') return { name: `web-${(number * 7_919 + 65_536).toString(16)}`, language };
  if (channel === 'telegram') return { name: `@${HANDLES[number % HANDLES.length]}_${number}`, language };
  const line = String(number % 100).padStart(2, '0');
  const name =
    number % 6 === 5
      ? `+447700900${String(number % 1_000).padStart(3, '0')}`
      : `+1${200 + Math.floor(number / 100) * 13}55501${line}`;
  return { name, language };
}

function* session(random: Random, { project, start, now }: Place): Generator<LogRow> {
  const channel = random.of(CHANNELS);
  const client = clientOf(random, channel);
  const { language } = client;
  const fixed = {
    project,
    channel,
    client: client.name,
    session: `${channel}-${random.hex()}${random.hex()}`,
  };
  let at = start + random.below(Math.min(HOUR, now - start));
  let speaker = 'bot';
  const said = (text: string, heard: { intent: string } | null): LogRow => {
    at = Math.min(at + 1_500 + random.below(25_000), now - 1);
    const id = random.uuid();
    return {
      ...fixed,
      id,
      tags: heard === null ? [] : tagsOf(id),
      at,
      direction: heard === null ? 'out' : 'in',
      speaker: heard === null ? speaker : 'client',
      text,
      intent: heard?.intent ?? '',
      confidence: heard === null || heard.intent === '' ? null : (40 + random.below(60)) / 100,
      extra: extraOf(random, channel, language.language),
    };
  };
  yield said(random.of(language.hello), null);
  const turns = 1 + random.below(4);
  for (let turn = 0; turn < turns; turn += 1) {
    const intent = random.early(DEMO_INTENTS);
    const [asked, answered] = language.exchanges[intent];
    if (random.below(30) === 0) yield said(random.of(AWKWARD_TEXTS), { intent: '' });
    yield said(fill(random, random.of(asked)), { intent });
    yield said(fill(random, random.of(answered)), null);
    if (intent === 'agent') speaker = `agent ${random.of(AGENTS)}`;
  }
  if (random.below(4) > 0) {
    yield said(random.of(language.thanks), { intent: 'thanks' });
    yield said(random.of(language.bye), null);
  }
}

function fill(random: Random, phrase: string): string {
  if (!phrase.includes('{')) return phrase;
  return phrase
    .replace('{n}', `A-${10_000 + random.below(90_000)}`)
    .replace('{t}', `${8 + random.below(12)}:${random.of(['00', '15', '30', '45'])}`);
}

/** Drawn from the message's id, which is chance already. */
function tagsOf(id: string): string[] {
  let drawn = Number.parseInt(id.slice(0, 8), 16) % 1_000;
  for (const [tag, share] of TAGS) {
    if (drawn < share) return [tag];
    drawn -= share;
  }
  return [];
}

function extraOf(random: Random, channel: string, language: string): string {
  if (channel === 'voice') return `{"lang":"${language}","asr":${(70 + random.below(30)) / 100}}`;
  return channel === 'web' ? `{"lang":"${language}"}` : '';
}

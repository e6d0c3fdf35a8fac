import { TAG_MAX, TAGS_MAX } from '#shared/operations/dialog-logs.ts';
import type { LogRow } from '../../db/logs/rows.ts';
import type { LogRole } from './roles.ts';
import { type TimeUnit, timeReader } from './times.ts';

/** Longest ids and names, and longest text, in characters. */
const LONGEST_NAME = 200;
const LONGEST_TEXT = 200_000;
const CHANNEL = /^[\w .+-]{1,40}$/;

/** What is the same for all rows of an import. */
export interface RowPlan {
  readonly account: string;
  /** The account's projects: node ids by id and by lower-case name. */
  readonly projects: ReadonlyMap<string, string>;
  /** The project of rows that name none. */
  readonly project: string | undefined;
  readonly roles: ReadonlyMap<string, LogRole>;
  readonly unit: TimeUnit | null;
  /** Unix ms. */
  readonly now: number;
  /** Rows before this time are not kept; Unix ms. */
  readonly keptFrom: number;
}

/** A row for the log, or why it is none: a whole sentence. */
export type Made =
  | { readonly row: LogRow; readonly reason: null }
  | { readonly row: null; readonly reason: string };

type Fields = Partial<Record<LogRole, unknown>>;

const DIRECTIONS = new Map<string, 'in' | 'out'>([
  ...['in', 'incoming', 'inbound', 'received', 'client', 'user', 'customer'].map(
    (word) => [word, 'in'] as const,
  ),
  ...['out', 'outgoing', 'outbound', 'sent', 'bot', 'agent', 'operator', 'system', 'assistant'].map(
    (word) => [word, 'out'] as const,
  ),
]);

/** Makes rows of a file's fields. */
export class RowMaker {
  readonly #plan: RowPlan;
  readonly #time: (value: unknown) => number | string;

  constructor(plan: RowPlan) {
    this.#plan = plan;
    this.#time = timeReader(plan.unit, plan.now);
  }

  /** From named values, as a JSON object has them. */
  ofObject(object: Readonly<Record<string, unknown>>): Made {
    const fields: Fields = {};
    let extra: Record<string, unknown> | null = null;
    let seen = 0;
    for (const name in object) {
      seen += 1;
      if (seen > 1_000) return refused('It has more than 1,000 fields.');
      const value = object[name];
      const role = this.#plan.roles.get(name) ?? 'extra';
      if (role === 'skip') continue;
      if (role === 'extra') extra = withExtra(extra, name, value);
      else if (role === 'project') fields.project = this.#betterProject(fields.project, value);
      else fields[role] = value;
    }
    return this.#made(fields, extra);
  }

  /** From cells in the order of the file's columns. */
  ofCells(cells: readonly string[], columns: readonly string[]): Made {
    if (cells.length !== columns.length) {
      return refused(
        `It has ${count(cells.length, 'cell')}, but the file has ${count(columns.length, 'column')}.`,
      );
    }
    const fields: Fields = {};
    let extra: Record<string, unknown> | null = null;
    for (let at = 0; at < cells.length; at += 1) {
      const value = cells[at] as string;
      const name = columns[at] as string;
      const role = this.#plan.roles.get(name) ?? 'extra';
      if (role === 'skip' || value === '') continue;
      if (role === 'extra') extra = withExtra(extra, name, value);
      else if (role === 'project') fields.project = this.#betterProject(fields.project, value);
      else fields[role] = value;
    }
    return this.#made(fields, extra);
  }

  /** Of an id and a name, what is a project of the account. */
  #betterProject(known: unknown, value: unknown): unknown {
    return known !== undefined && this.#projectOf(known) !== undefined ? known : value;
  }

  #projectOf(value: unknown): string | undefined {
    const { projects, project } = this.#plan;
    if (value === undefined || value === null || value === '') return project;
    const word = textOf(value);
    return projects.get(word) ?? projects.get(word.trim().toLowerCase());
  }

  #made(fields: Fields, extra: Record<string, unknown> | null): Made {
    const at = this.#time(fields.time);
    if (typeof at === 'string') return refused(at);
    if (at < this.#plan.keptFrom) {
      return refused(`It is older than this account's log is kept (from ${dayOf(this.#plan.keptFrom)} on).`);
    }
    const id = nameOf(fields.id);
    const client = nameOf(fields.client);
    const session = nameOf(fields.session);
    if (id === null) return refused(missing('message id', fields.id));
    if (client === null) return refused(missing('client', fields.client));
    if (session === null) return refused(missing('session', fields.session));
    const { account } = fields;
    if (
      account !== undefined &&
      account !== null &&
      account !== '' &&
      textOf(account) !== this.#plan.account
    ) {
      return refused(`It belongs to another account (${textOf(account).slice(0, 60)}).`);
    }
    const project = this.#projectOf(fields.project);
    if (project === undefined) return refused(noProject(fields.project));
    const text = textOf(fields.text);
    if (text.length > LONGEST_TEXT) return refused('Its text is longer than 200,000 characters.');
    const speaker = textOf(fields.speaker).slice(0, LONGEST_NAME);
    const direction = directionOf(fields.direction, speaker);
    if (direction === null) {
      return refused(`Its direction "${textOf(fields.direction).slice(0, 40)}" is neither in nor out.`);
    }
    const channel = textOf(fields.channel).trim().toLowerCase() || 'unknown';
    if (!CHANNEL.test(channel)) return refused(`Its channel "${channel.slice(0, 40)}" is no channel's name.`);
    const confidence = confidenceOf(fields.confidence);
    if (confidence === undefined) {
      return refused(`Its confidence "${textOf(fields.confidence).slice(0, 40)}" is no number from 0 to 1.`);
    }
    const tags = tagsOf(fields.tags);
    if (tags === null)
      return refused(`It has more than ${TAGS_MAX} tags, or a tag of more than ${TAG_MAX} characters.`);
    return {
      reason: null,
      row: {
        id,
        at,
        project,
        channel,
        client,
        session,
        direction,
        speaker: speaker === '' ? (direction === 'in' ? 'client' : 'bot') : speaker,
        text,
        intent: textOf(fields.intent).slice(0, LONGEST_NAME),
        confidence,
        extra: extra === null ? '' : JSON.stringify(extra),
        tags,
      },
    };
  }
}

function refused(reason: string): Made {
  return { row: null, reason };
}

function withExtra(
  extra: Record<string, unknown> | null,
  name: string,
  value: unknown,
): Record<string, unknown> | null {
  if (value === null || value === '') return extra;
  // What an export of Rolecall's own calls extra is what was extra before.
  if (name === 'extra') {
    const inner = typeof value === 'string' ? parsed(value) : value;
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) return { ...extra, ...inner };
  }
  return { ...extra, [name]: value };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function nameOf(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const name = String(value).trim();
  return name === '' || name.length > LONGEST_NAME ? null : name;
}

function missing(what: string, value: unknown): string {
  return textOf(value).trim() === ''
    ? `It has no ${what}.`
    : `Its ${what} is no name of at most ${LONGEST_NAME} characters.`;
}

function noProject(value: unknown): string {
  return value === undefined || value === null || value === ''
    ? 'It names no project. Say which project such rows belong to.'
    : `This account has no project "${textOf(value).slice(0, 60)}".`;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : `${value as number}`;
}

function directionOf(value: unknown, speaker: string): 'in' | 'out' | null {
  if (value === undefined || value === null || value === '') {
    return DIRECTIONS.get(speaker.toLowerCase()) ?? 'out';
  }
  return DIRECTIONS.get(textOf(value).toLowerCase()) ?? null;
}

function confidenceOf(value: unknown): number | null | undefined {
  if (value === undefined || value === null || value === '') return null;
  const number = Number(value);
  return number >= 0 && number <= 1 ? number : undefined;
}

function tagsOf(value: unknown): string[] | null {
  if (value === undefined || value === null || value === '') return [];
  const list = typeof value === 'string' && value.startsWith('[') ? (parsed(value) ?? value) : value;
  const words = Array.isArray(list) ? list.map(textOf) : textOf(list).split(/[,;|]/);
  const tags = [...new Set(words.map((word) => word.trim()).filter((word) => word !== ''))];
  return tags.length > TAGS_MAX || tags.some((tag) => tag.length > TAG_MAX) ? null : tags;
}

function count(many: number, what: string): string {
  return many === 1 ? `1 ${what}` : `${many.toLocaleString('en')} ${what}s`;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

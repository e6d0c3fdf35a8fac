import type { Span } from './months.ts';
import type { LogFilter, LogScope } from './rows.ts';
import { type SqlPart, searchTerm } from './search.ts';

/** A filter in the terms of one month's file, for which something may match. */
export interface Question {
  readonly span: Span;
  /** Word ids; null: all projects. */
  readonly projects: readonly number[] | null;
  readonly channel: number | null;
  readonly direction: number | null;
  readonly client: string | null;
  /** Word id. */
  readonly tag: number | null;
  readonly search: string | null;
}

/** What a file knows that narrows a filter. */
export interface FileFacts {
  readonly span: Span;
  /** Word ids of the projects that have messages in the file. */
  readonly projects: readonly number[];
  wordOf(id: number): string;
  idOf(word: string): number | undefined;
}

/** What is asked of a file, or null if nothing in it can match or be seen. */
export function narrow(file: FileFacts, scope: LogScope, filter: LogFilter): Question | null {
  const from = Math.max(file.span.from, filter.from ?? 0);
  const to = Math.min(file.span.to, filter.to ?? Number.MAX_SAFE_INTEGER);
  const projects = projectsOf(file, scope, filter.project);
  const channel = filter.channel === undefined ? null : file.idOf(filter.channel);
  const direction = filter.direction === undefined ? null : file.idOf(filter.direction);
  const tag = filter.tag === undefined || filter.tag === '' ? null : file.idOf(filter.tag);
  if (from >= to || projects?.length === 0) return null;
  if (channel === undefined || direction === undefined || tag === undefined) return null;
  return {
    span: { from, to },
    projects,
    channel,
    direction,
    client: filter.client === undefined || filter.client === '' ? null : filter.client,
    tag,
    search: filter.search === undefined || filter.search === '' ? null : filter.search,
  };
}

function projectsOf(file: FileFacts, scope: LogScope, asked: string | undefined): readonly number[] | null {
  const seen = file.projects.filter((id) => {
    const project = file.wordOf(id);
    return (
      (asked === undefined || asked === project) && (scope.projects === null || scope.projects.has(project))
    );
  });
  return seen.length === file.projects.length ? null : seen;
}

/** Whole keys of a span: from inclusive, to exclusive. */
export interface Keys {
  readonly from: number;
  readonly to: number;
}

/** The terms of a question that look at a message itself. */
function messageTerms(question: Question): { terms: string[]; parameters: unknown[] } {
  const terms: string[] = [];
  const parameters: unknown[] = [];
  if (question.projects !== null) {
    terms.push('project in (select value from json_each(?))');
    parameters.push(JSON.stringify(question.projects));
  }
  for (const name of ['channel', 'direction', 'client'] as const) {
    if (question[name] === null) continue;
    terms.push(`${name} = ?`);
    parameters.push(question[name]);
  }
  if (question.search !== null) {
    const term = searchTerm(question.search);
    terms.push(term.sql);
    parameters.push(...term.parameters);
  }
  return { terms, parameters };
}

/**
 * The `from` and `where` of a question, for rows whose keys lie between two. `keys`: only keys are
 * read, and what carries a tag need not be looked at itself. `kind`: messages of a channel and direction, by their index.
 */
export function fromWhere(question: Question, keys: Keys, what: 'keys' | 'messages' | 'kind'): SqlPart {
  const { terms, parameters } = messageTerms(question);
  const all = ['key >= ?', 'key < ?', ...terms];
  if (question.tag === null) {
    const other = what === 'kind' ? 'indexed by messages_kind' : 'not indexed';
    const index = question.client === null ? other : 'indexed by messages_client';
    const sql = `from messages ${index} where ${all.join(' and ')}`;
    return { sql, parameters: [keys.from, keys.to, ...parameters] };
  }
  const where = ['tag = ?', ...all].join(' and ');
  const alone = what === 'keys' && terms.length === 0;
  const tables = alone ? 'tagged' : 'tagged cross join messages using (key)';
  return {
    sql: `from ${tables} where ${where}`,
    parameters: [question.tag, keys.from, keys.to, ...parameters],
  };
}

/** The part of a question that an index answers by itself: its client and tag. */
export function narrowest(question: Question): Question {
  return { ...question, projects: null, channel: null, direction: null, search: null };
}

/** Whether a message that matches the narrowest part matches the whole question. */
export function isHit(question: Question): SqlPart {
  const { terms, parameters } = messageTerms({ ...question, client: null });
  return { sql: terms.length === 0 ? '1' : terms.join(' and '), parameters };
}

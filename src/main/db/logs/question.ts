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
  if (from >= to || projects?.length === 0 || channel === undefined || direction === undefined) return null;
  return {
    span: { from, to },
    projects,
    channel,
    direction,
    client: filter.client === undefined || filter.client === '' ? null : filter.client,
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

/** The `from` and `where` of a question, for rows whose keys lie between two (from inclusive, to exclusive). */
export function fromWhere(question: Question, keys: { from: number; to: number }): SqlPart {
  const terms = ['key >= ?', 'key < ?'];
  const parameters: unknown[] = [keys.from, keys.to];
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
  const index = question.client === null ? 'not indexed' : 'indexed by messages_client';
  return { sql: `from messages ${index} where ${terms.join(' and ')}`, parameters };
}

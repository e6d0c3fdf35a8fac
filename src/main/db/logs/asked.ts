import { keyAt, type Span } from './months.ts';
import type { LogReader } from './reader.ts';
import type { LogScope } from './rows.ts';

/** What figures are asked of one account's months. */
export interface Asked {
  readonly scope: LogScope;
  readonly span: Span;
}

/** Whether a project (word id) of a file is seen. */
export function seenIn(reader: LogReader, { projects }: LogScope): (project: number) => boolean {
  if (projects === null) return () => true;
  const seen = new Set(reader.projects.filter((id) => projects.has(reader.wordOf(id))));
  return (project) => seen.has(project);
}

/** The keys of a month that a span covers, and how best to find them: most of a month is read from end to end. */
export function keysIn(
  reader: LogReader,
  span: Span,
): { readonly from: number; readonly to: number; readonly index: string } {
  const from = Math.max(span.from, reader.span.from);
  const to = Math.max(from, Math.min(span.to, reader.span.to));
  const large = (to - from) * 5 > reader.span.to - reader.span.from;
  return {
    from: keyAt(reader.span.from, from),
    to: keyAt(reader.span.from, to),
    index: large ? 'not indexed' : 'indexed by dialogs_first',
  };
}

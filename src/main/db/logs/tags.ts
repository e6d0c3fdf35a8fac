import type { LogAppender } from './append.ts';
import { type Month, monthOf } from './months.ts';
import type { LogReaders } from './readers.ts';
import type { LogScope } from './rows.ts';

/** Which message is tagged, and how. */
export interface Tagging {
  readonly account: string;
  readonly project: string;
  /** The message's id and time (Unix ms). */
  readonly message: string;
  readonly at: number;
  readonly add: readonly string[];
  readonly remove: readonly string[];
  /** How many tags a message may carry. */
  readonly most: number;
}

/** The tags of a message after a change; or that there is no such message, or that it would carry too many. */
export type Tagged = readonly string[] | 'no-message' | 'too-many';

interface Stored {
  readonly key: number;
  readonly project: number;
  readonly tags: string;
}

/** Changes a message's tags, and the counts of tags with them. */
export function tagMessage(appender: LogAppender, tagging: Tagging): Tagged {
  const { account, project, message, at, add, remove, most } = tagging;
  const month: Month = monthOf(at);
  const writer = appender.existing(account, month);
  if (writer === null) return 'no-message';
  const { raw } = writer;
  const change = raw.transaction((): Tagged => {
    const stored = raw
      .prepare(
        `select key, project, tags from messages
         where message_id = ? and project = (select id from words where word = ?)`,
      )
      .get(message, project) as Stored | undefined;
    if (stored === undefined) return 'no-message';
    const before = new Set<string>(stored.tags === '' ? [] : (JSON.parse(stored.tags) as string[]));
    const after = new Set([...before].filter((tag) => !remove.includes(tag)).concat(add));
    if (after.size > Math.max(most, before.size)) return 'too-many';
    const { key, project: of } = stored;
    for (const tag of after) if (!before.has(tag)) writer.tag(writer.wordId(tag), key, of);
    for (const tag of before) if (!after.has(tag)) writer.untag(writer.wordId(tag), key, of);
    const text = after.size === 0 ? '' : JSON.stringify([...after]);
    raw.prepare('update messages set tags = ? where key = ?').run(text, key);
    return [...after];
  });
  return writer.atomically(() => change.immediate());
}

/** How many messages in some scopes carry each tag. */
export function tagCounts(readers: LogReaders, scopes: readonly LogScope[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [month, some] of readers.months(readers.withLog(scopes), {})) {
    for (const scope of some) {
      const reader = readers.reader(scope.account, month);
      if (reader === null) continue;
      const rows = reader.kept('tags', (all) => all('select tag, project, messages from tag_counts'));
      for (const [tag, project, messages] of rows as [number, number, number][]) {
        if (scope.projects !== null && !scope.projects.has(reader.wordOf(project))) continue;
        const word = reader.wordOf(tag);
        counts.set(word, (counts.get(word) ?? 0) + messages);
      }
    }
  }
  readers.trim();
  return counts;
}

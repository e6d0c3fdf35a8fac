import { PLATFORM_ID } from '#shared/ids.ts';
import { type dialogLogOperations, TAGS_MAX } from '#shared/operations/dialog-logs.ts';
import { fail, ok } from '#shared/reply.ts';
import type { LogScope } from '../db/logs/rows.ts';
import { accountOf, admits, bothScopes, logScopes } from '../db/logs/scopes.ts';
import { logStoreOf } from '../db/logs/store.ts';
import type { Context, HandlersOf, Tx } from './handler.ts';

const NO_MESSAGE = 'There is no such message in this project; it may have been removed.';

/** Reading dialog logs, and tagging what was said. */
export const dialogLogHandlers: HandlersOf<typeof dialogLogOperations> = {
  'dialogLogs.list': async (tx, input, context) => {
    const node = input.node ?? PLATFORM_ID;
    const { from, to, channel, direction, project, client, tag, search, offset, limit } = input;
    let scopes = await logScopes(tx, context.visible('dialogLogs.view'), node);
    // Who does not see tags learns nothing by asking for one; the count of matches is the tag's count.
    if (tag !== undefined && tag !== '') {
      scopes = bothScopes(scopes, await logScopes(tx, context.visible('tags.view'), node));
    }
    const page = logStoreOf(context.folder).page({
      scopes,
      filter: { from, to, channel, direction, project, client, tag, search },
      direction: input.sort?.direction ?? 'desc',
      offset,
      limit,
    });
    const tagged = await tagScopes(tx, context, node);
    const { account, project: projects, tags } = page.columns;
    const shown = tags.map((some, row) =>
      admits(tagged, account[row] ?? '', projects[row] ?? '') ? [...some] : [],
    );
    return ok({ ...page, columns: { ...page.columns, tags: shown } });
  },

  'dialogLogs.dialog': async (tx, { project, session }, context) => {
    const account = await accountOf(tx, project);
    const messages =
      account === undefined ? [] : logStoreOf(context.folder).dialog(account, project, session);
    if (messages.length === 0) {
      return fail('not-found', 'There is no such dialog in this project; it may have been removed.');
    }
    const seen = context.holds('tags.view', project) || context.holds('dialogLogs.tag', project);
    return ok(messages.map((message) => ({ ...message, tags: seen ? [...message.tags] : [] })));
  },

  'dialogLogs.tag': async (tx, { project, message, at, add, remove }, context) => {
    const account = await accountOf(tx, project);
    if (account === undefined) return fail('not-found', NO_MESSAGE);
    // Last of all in this transaction: the log's file is no part of it.
    const tags = logStoreOf(context.folder).tag({
      account,
      project,
      message,
      at,
      add,
      remove,
      most: TAGS_MAX,
    });
    if (tags === 'no-message') return fail('not-found', NO_MESSAGE);
    if (tags === 'too-many') {
      const words = `A message carries at most ${TAGS_MAX} tags; remove one first.`;
      return fail('invalid-input', words, { fields: [{ path: 'add', message: words }] });
    }
    return ok({ tags: [...tags] });
  },

  'dialogLogs.tags': async (tx, input, context) => {
    const node = input.node ?? PLATFORM_ID;
    const store = logStoreOf(context.folder);
    const counts = store.tagCounts(await logScopes(tx, context.visible('tags.view'), node));
    const words = store.tagCounts(await logScopes(tx, context.visible('dialogLogs.tag'), node));
    const counted = [...counts]
      .filter(([, messages]) => messages > 0)
      .toSorted(([one, many], [other, more]) => more - many || (one < other ? -1 : 1));
    const known = new Set(counted.map(([tag]) => tag));
    const named = [...words].filter(([tag, messages]) => messages > 0 && !known.has(tag));
    return ok([
      ...counted.map(([tag, messages]) => ({ tag, messages })),
      ...named
        .map(([tag]) => ({ tag, messages: null }))
        .toSorted((one, other) => (one.tag < other.tag ? -1 : 1)),
    ]);
  },
};

/** Where the tags of messages show: where the person sees tags, or may tag and so must see what is there. */
async function tagScopes(tx: Tx, context: Context, node: string): Promise<LogScope[]> {
  return [
    ...(await logScopes(tx, context.visible('tags.view'), node)),
    ...(await logScopes(tx, context.visible('dialogLogs.tag'), node)),
  ];
}

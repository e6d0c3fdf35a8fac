import { PLATFORM_ID } from '#shared/ids.ts';
import type { dialogLogOperations } from '#shared/operations/dialog-logs.ts';
import { fail, ok } from '#shared/reply.ts';
import { accountOf, logScopes } from '../db/logs/scopes.ts';
import { logStoreOf } from '../db/logs/store.ts';
import type { HandlersOf } from './handler.ts';

/** Reading dialog logs. */
export const dialogLogHandlers: HandlersOf<typeof dialogLogOperations> = {
  'dialogLogs.list': async (tx, input, context) => {
    const visible = context.visible('dialogLogs.view');
    const scopes = await logScopes(tx, visible, input.node ?? PLATFORM_ID);
    const { from, to, channel, direction, project, client, search, offset, limit } = input;
    return ok(
      logStoreOf(context.folder).page({
        scopes,
        filter: { from, to, channel, direction, project, client, search },
        direction: input.sort?.direction ?? 'desc',
        offset,
        limit,
      }),
    );
  },

  'dialogLogs.dialog': async (tx, { project, session }, context) => {
    const account = await accountOf(tx, project);
    const messages =
      account === undefined ? [] : logStoreOf(context.folder).dialog(account, project, session);
    if (messages.length === 0) {
      return fail('not-found', 'There is no such dialog in this project; it may have been removed.');
    }
    return ok(messages);
  },
};

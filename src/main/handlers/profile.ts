import type { profileOperations } from '#shared/operations/profile.ts';
import { fail, ok } from '#shared/reply.ts';
import type { HandlersOf, Tx } from './handler.ts';

function personById(tx: Tx, id: string) {
  return tx
    .selectFrom('persons')
    .select(['id', 'first_name as firstName', 'last_name as lastName', 'email', 'version'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}

export const profileHandlers: HandlersOf<typeof profileOperations> = {
  'profile.view': async (tx, input) => ok(await personById(tx, input.id)),

  'profile.edit': async (tx, input, context) => {
    const changed = await tx
      .updateTable('persons')
      .set({
        first_name: input.firstName,
        last_name: input.lastName,
        version: input.version + 1,
        updated_at: context.now,
      })
      .where('id', '=', input.id)
      .where('version', '=', input.version)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) {
      return fail(
        'conflict',
        'Somebody changed this profile meanwhile. Nothing was saved; compare and decide.',
        {
          theirs: await personById(tx, input.id),
          yours: input,
        },
      );
    }
    context.touch('users', 'session');
    return ok({ version: input.version + 1 });
  },
};

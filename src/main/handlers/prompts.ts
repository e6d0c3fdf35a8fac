import { basename } from 'node:path';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { promptOperations } from '#shared/operations/prompts.ts';
import { fail, ok } from '#shared/reply.ts';
import { contains, readPage } from '../db/page.ts';
import { visibleIn, within } from '../db/visible.ts';
import { type HandlersOf, prepared, type Tx } from './handler.ts';
import { addPrompt, type Read, readSound, readSoundFile } from './prompts/sound.ts';
import { machineVoices, spokenPrompt } from './prompts/speech.ts';

/** What a prompt that is no file comes from. */
const SOURCES = { microphone: 'Recorded here', speech: 'Spoken by this machine' } as const;

async function inUse(tx: Tx, id: string): Promise<boolean> {
  const row = await tx
    .selectFrom('broadcasts')
    .select('id')
    .where('prompt_id', '=', id)
    .where('state', '<>', 'finished')
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

const NOT_FOUND = 'There is no such prompt, or it is not yours to see.';

/** What broadcasts say: imported, recorded, spoken, listened to, removed. */
export const promptHandlers: HandlersOf<typeof promptOperations> = {
  'prompts.list': async (tx, input, context) => {
    let query = tx
      .selectFrom('prompts')
      .innerJoin('nodes', 'nodes.id', 'prompts.node_id')
      .where('prompts.deleted_at', 'is', null)
      .where(visibleIn(context.visible('broadcasts.view'), 'prompts.node_id'))
      .where(within(input.node ?? PLATFORM_ID, 'prompts.node_id'))
      .select([
        'prompts.id',
        'prompts.name',
        'prompts.node_id as node',
        'nodes.name as nodeName',
        'prompts.source_name as sourceName',
        'prompts.ms',
        'prompts.created_at as createdAt',
        'prompts.version',
      ]);
    if (input.search !== undefined && input.search !== '')
      query = query.where(contains('prompts.name', input.search));
    const listing = {
      query,
      key: 'prompts.rowid',
      columns: {
        id: 'text',
        name: 'text',
        node: 'text',
        nodeName: 'text',
        sourceName: 'text',
        seconds: (row: { ms: number }) => row.ms / 1_000,
        createdAt: 'number',
        version: 'number',
      },
      sorts: { name: ['prompts.name'], createdAt: ['prompts.created_at'] },
      otherwise: { by: 'createdAt', direction: 'desc' },
    } as const;
    return ok(await readPage(tx, listing, input));
  },

  'prompts.audio': async (tx, input) => {
    const row = await tx
      .selectFrom('prompts')
      .select(['name', 'ulaw'])
      .where('id', '=', input.id)
      .executeTakeFirst();
    return row === undefined
      ? fail('not-found', NOT_FOUND)
      : ok({ name: row.name, ulaw: Buffer.from(row.ulaw).toString('base64') });
  },

  // Prepared: reading and converting a file takes time, and needs no transaction.
  'prompts.import': prepared<'prompts.import', Read>({
    prepare: (_reader, input, context) => readSoundFile(input.file, context),
    run: (tx, { node, name, file }, context) =>
      addPrompt(tx, { node, name, source: basename(file), read: context.prepared }, context),
  }),

  'prompts.record': prepared<'prompts.record', Read>({
    prepare: (_reader, input) => readSound(Buffer.from(input.sound, 'base64'), 'sound'),
    run: (tx, { node, name, from }, context) =>
      addPrompt(tx, { node, name, source: SOURCES[from], read: context.prepared }, context),
  }),

  // Prepared: nothing waits for another program in a transaction.
  'prompts.voices': prepared<'prompts.voices', Awaited<ReturnType<typeof machineVoices>>>({
    prepare: () => machineVoices(),
    run: (_tx, _input, { prepared: voices }) => ok(voices),
  }),

  'prompts.speak': prepared<'prompts.speak', Awaited<ReturnType<typeof spokenPrompt>>>({
    prepare: (_reader, { text, voice }) => spokenPrompt({ text, voice }),
    run: (_tx, _input, { prepared: reply }) => reply,
  }),

  'prompts.remove': async (tx, input, context) => {
    if (await inUse(tx, input.id)) {
      return fail(
        'conflict',
        'A broadcast that is not finished says this prompt. Give it another one first.',
      );
    }
    const { numUpdatedRows } = await tx
      .updateTable('prompts')
      .set({ deleted_at: context.now, version: input.version + 1 })
      .where('id', '=', input.id)
      .where('version', '=', input.version)
      .executeTakeFirst();
    return numUpdatedRows === 1n
      ? ok({})
      : fail('conflict', 'This prompt has changed meanwhile. Look again.');
  },
};

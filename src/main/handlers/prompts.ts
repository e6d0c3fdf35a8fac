import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { PLATFORM_ID } from '#shared/ids.ts';
import { PROMPT_SECONDS, type promptOperations } from '#shared/operations/prompts.ts';
import { type Failure, fail, ok } from '#shared/reply.ts';
import { contains, readPage } from '../db/page.ts';
import { visibleIn, within } from '../db/visible.ts';
import { type Context, type HandlersOf, prepared, type Tx } from './handler.ts';

/** The largest file that is read at all: five minutes of the widest sound. */
const MOST_BYTES = 300_000_000;

type Read = { readonly ulaw: Buffer; readonly sha256: string; readonly warning: string | null };

function badFile(message: string): Failure {
  return fail('invalid-input', message, { fields: [{ path: 'file', message }] }).error;
}

async function readFile(path: string): Promise<Buffer | Failure> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size > MOST_BYTES) {
        return badFile(`The file is larger than any prompt of ${PROMPT_SECONDS / 60} minutes can be.`);
      }
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    return badFile(
      code === 'ENOENT' ? 'There is no such file; choose it again.' : `The file can't be read (${code}).`,
    );
  }
}

async function readPrompt(path: string, context: Context): Promise<Read | Failure> {
  if (!context.mayUseFile(path, 'read')) {
    return fail('denied', 'Only a file that was chosen in the Open dialog can be read; choose it again.')
      .error;
  }
  const file = await readFile(path);
  if ('code' in file) return file;
  const [{ readWav, PromptFault }, { promptOf }] = await Promise.all([
    import('../jobs/audio/read-wav.ts'),
    import('../jobs/audio/prompt.ts'),
  ]);
  try {
    const { ulaw, warning } = readWav(file, PROMPT_SECONDS);
    return { ulaw, warning, sha256: promptOf(ulaw).sha256 };
  } catch (error) {
    if (error instanceof PromptFault) return badFile(error.message);
    throw error;
  }
}

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

/** What broadcasts say: imported, listened to, removed. */
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
  'prompts.import': prepared<'prompts.import', Read | Failure>({
    prepare: (_reader, input, context) => readPrompt(input.file, context),
    run: async (tx, input, context) => {
      const { prepared: read } = context;
      if ('code' in read) return { ok: false, error: read };
      const id = context.newId();
      const ms = read.ulaw.length / 8;
      await tx
        .insertInto('prompts')
        .values({
          id,
          realm_id: context.targets[0]?.realm ?? null,
          node_id: input.node,
          name: input.name,
          source_name: basename(input.file),
          ulaw: read.ulaw,
          sha256: read.sha256,
          ms,
          created_at: context.now,
          created_by: context.actor?.id ?? '',
          deleted_at: null,
          version: 1,
        })
        .execute();
      return ok({ id, seconds: ms / 1_000, warning: read.warning });
    },
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

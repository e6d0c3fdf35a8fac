import { open } from 'node:fs/promises';
import { PROMPT_SECONDS } from '#shared/operations/prompts.ts';
import { type Failure, fail, ok, type Reply } from '#shared/reply.ts';
import type { Context, Tx } from '../handler.ts';

/** The largest file that is read at all: five minutes of the widest sound. */
const MOST_BYTES = 300_000_000;

/** A sound as a prompt, or why it can't be one. */
export type Read =
  | Failure
  | { readonly ulaw: Buffer; readonly sha256: string; readonly warning: string | null };

/** Refuses one field of a prompt's input. */
export function badField(path: string, message: string): Failure {
  return fail('invalid-input', message, { fields: [{ path, message }] }).error;
}

async function readFile(path: string): Promise<Buffer | Failure> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size > MOST_BYTES) {
        const most = `${PROMPT_SECONDS / 60} minutes`;
        return badField('file', `The file is larger than any prompt of ${most} can be.`);
      }
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    return badField(
      'file',
      code === 'ENOENT' ? 'There is no such file; choose it again.' : `The file can't be read (${code}).`,
    );
  }
}

/** A WAV file in memory as a prompt; a fault is told at the field that it came by. */
export async function readSound(file: Buffer, field: string): Promise<Read> {
  const [{ readWav, PromptFault }, { promptOf }] = await Promise.all([
    import('../../jobs/audio/read-wav.ts'),
    import('../../jobs/audio/prompt.ts'),
  ]);
  try {
    const { ulaw, warning } = readWav(file, PROMPT_SECONDS);
    return { ulaw, warning, sha256: promptOf(ulaw).sha256 };
  } catch (error) {
    if (error instanceof PromptFault) return badField(field, error.message);
    throw error;
  }
}

/** A WAV file on disk as a prompt. */
export async function readSoundFile(path: string, context: Context): Promise<Read> {
  if (!context.mayUseFile(path, 'read')) {
    return fail('denied', 'Only a file that was chosen in the Open dialog can be read; choose it again.')
      .error;
  }
  const file = await readFile(path);
  return 'code' in file ? file : readSound(file, 'file');
}

interface NewPrompt {
  readonly node: string;
  readonly name: string;
  /** A file's name, or what else it comes from. */
  readonly source: string;
  readonly read: Read;
}

/** Keeps a prompt that could be read. */
export async function addPrompt(
  tx: Tx,
  { node, name, source, read }: NewPrompt,
  context: Context,
): Promise<Reply<{ id: string; seconds: number; warning: string | null }>> {
  if ('code' in read) return { ok: false, error: read };
  const id = context.newId();
  const ms = read.ulaw.length / 8;
  await tx
    .insertInto('prompts')
    .values({
      id,
      realm_id: context.targets[0]?.realm ?? null,
      node_id: node,
      name,
      source_name: source,
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
}

import type { OutputOf } from '#shared/operations/index.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import type { Utterance } from '../../jobs/audio/speech/speech.ts';
import { badField, readSound } from './sound.ts';

/** What the machine can speak with. */
export async function machineVoices(): Promise<OutputOf<'prompts.voices'>> {
  const { voicesOf } = await import('../../jobs/audio/speech/speech.ts');
  const { voices, ...rest } = await voicesOf();
  return { ...rest, voices: [...voices] };
}

let speaking = false;

/** A text as callees would hear it. One at a time: a synthesiser takes a whole core. */
export async function spokenPrompt(utterance: Utterance): Promise<Reply<OutputOf<'prompts.speak'>>> {
  if (speaking) return fail('locked', 'Another text is being spoken. Try again in a moment.');
  speaking = true;
  try {
    return await spokenAlone(utterance);
  } finally {
    speaking = false;
  }
}

async function spokenAlone(utterance: Utterance): Promise<Reply<OutputOf<'prompts.speak'>>> {
  const [{ speak }, { PromptFault }, { wavOf }] = await Promise.all([
    import('../../jobs/audio/speech/speech.ts'),
    import('../../jobs/audio/read-wav.ts'),
    import('../../jobs/audio/wav.ts'),
  ]);
  try {
    const read = await readSound(await speak(utterance), 'text');
    if ('code' in read) return { ok: false, error: read };
    const sound = wavOf(read).toString('base64');
    return ok({ sound, seconds: read.ulaw.length / 8_000, warning: read.warning });
  } catch (error) {
    if (error instanceof PromptFault) return { ok: false, error: badField('text', error.message) };
    throw error;
  }
}

import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PromptFault } from '../read-wav.ts';
import { RunFault, run } from './run.ts';
import { adviceFor, findSynthesiser, type Machine, type Voice } from './synthesisers.ts';

const THIS_MACHINE: Machine = { platform: process.platform, env: process.env };
const LISTING = { ms: 20_000, output: 1_000_000 };
/** Speech is made many times faster than it is heard. */
const SPEAKING = { ms: 60_000, output: 0 };
/** Far above what the longest text takes, in bytes. */
const MOST_BYTES = 100_000_000;

export interface Voices {
  /** Null: the machine has none. */
  readonly synthesiser: string | null;
  readonly voices: readonly Voice[];
  /** What to do where there is none or it has no voices. */
  readonly advice: string;
}

/** What a machine can speak with. */
export async function voicesOf(machine: Machine = THIS_MACHINE): Promise<Voices> {
  const synthesiser = findSynthesiser(machine);
  const none = { synthesiser: null, voices: [], advice: adviceFor(machine) };
  if (synthesiser === undefined) return none;
  try {
    const voices = synthesiser.voicesOf(await run(synthesiser.list, LISTING));
    return voices.length === 0 ? none : { synthesiser: synthesiser.name, voices, advice: '' };
  } catch (error) {
    if (error instanceof RunFault) return none;
    throw error;
  }
}

export interface Utterance {
  readonly text: string;
  /** Id of a voice of `voicesOf`. */
  readonly voice: string;
}

const FAULTS = {
  absent: 'The speech synthesiser of this machine could not be started.',
  failed: 'The speech synthesiser of this machine could not speak this text. Try another voice.',
  late: 'The speech synthesiser did not finish within a minute and was stopped. Try a shorter text.',
} as const;

/** A text as a WAV file, spoken by the machine. Throws PromptFault. */
export async function speak(
  { text, voice }: Utterance,
  { machine = THIS_MACHINE, ms = SPEAKING.ms }: { readonly machine?: Machine; readonly ms?: number } = {},
): Promise<Buffer> {
  const synthesiser = findSynthesiser(machine);
  if (synthesiser === undefined) throw new PromptFault(`This machine can't speak. ${adviceFor(machine)}`);
  const { voices } = await voicesOf(machine);
  if (voices.every(({ id }) => id !== voice)) {
    throw new PromptFault('This machine has no such voice. Choose another.');
  }
  const folder = await mkdtemp(join(tmpdir(), 'rolecall-speech-'));
  const files = { text: join(folder, 'text.txt'), sound: join(folder, 'sound.wav') };
  try {
    await writeFile(files.text, spoken(text), { mode: 0o600 });
    await run(synthesiser.speak(files, voice), { ...SPEAKING, ms });
    if ((await stat(files.sound)).size > MOST_BYTES) throw new PromptFault(FAULTS.failed);
    return await readFile(files.sound);
  } catch (error) {
    if (error instanceof RunFault) throw new PromptFault(FAULTS[error.why]);
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new PromptFault(FAULTS.failed);
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Without what synthesisers take for commands: control characters, and phonemes in double brackets. */
function spoken(text: string): string {
  return `${text.replaceAll(/[^\P{Cc}\n\t]/gu, ' ').replaceAll('[[', '[ [')}\n`;
}

import { writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { voicesOf } from '#main/jobs/audio/speech/speech.ts';

const VOICES =
  'Pty Language Age/Gender VoiceName File Other\n 5  en-gb  --/M  English_(Great_Britain)  gmw/en  (en 2)\n';

/**
 * Puts a synthesiser that is a shell script into a folder. `speaks` is what it does when it is asked for sound; its
 * arguments are `-b 1 -v voice -w sound -f text`, and are written to the file `words`.
 */
export function scriptedSpeech(folder: string, speaks: string): void {
  const script = `#!/bin/sh
if [ "$1" = --voices ]; then printf '%s' '${VOICES}'; exit 0; fi
printf '%s\\n' "$@" >> '${folder}/words'
${speaks}
`;
  writeFileSync(join(folder, 'espeak-ng'), script, { mode: 0o755 });
}

/** Lets this process find a synthesiser whatever is installed: each text sounds like the WAV file. Gives a voice. */
export async function anyVoice(folder: string, wav: string): Promise<string> {
  const path = process.env['PATH'] ?? '';
  if (process.platform === 'linux' && !path.startsWith(folder)) {
    scriptedSpeech(folder, `cp '${wav}' "$6"`);
    process.env['PATH'] = `${folder}${delimiter}${path}`;
  }
  return (await voicesOf()).voices[0]?.id ?? 'none';
}

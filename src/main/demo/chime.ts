import { toUlaw } from '../jobs/audio/g711.ts';
import { PROMPT_RATE, type Prompt, promptOf } from '../jobs/audio/prompt.ts';

/** The two tones, in hertz, and how long each sounds, in seconds. */
const TONES = [784, 523];
const SECONDS = 0.9;

/** A chime of two tones that die away: what the demo's callees would hear. */
export function chime(): Prompt {
  const each = PROMPT_RATE * SECONDS;
  const ulaw = Uint8Array.from({ length: each * TONES.length }, (_, at) => {
    const hertz = TONES[Math.floor(at / each)] as number;
    const seconds = (at % each) / PROMPT_RATE;
    const loudness = 14_000 * Math.exp(-3 * seconds) * Math.min(1, seconds * 200);
    return toUlaw(loudness * Math.sin(2 * Math.PI * hertz * seconds));
  });
  return promptOf(ulaw);
}

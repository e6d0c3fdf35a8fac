import { fromUlaw } from './g711.ts';
import { PROMPT_RATE, type Prompt } from './prompt.ts';

const HEADER = 44;

/** A prompt as a WAV file of 16-bit linear samples. */
export function wavOf(prompt: Prompt): Buffer {
  const { ulaw } = prompt;
  const file = Buffer.alloc(HEADER + ulaw.length * 2);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(PROMPT_RATE, 24);
  file.writeUInt32LE(PROMPT_RATE * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(ulaw.length * 2, 40);
  ulaw.forEach((byte, index) => file.writeInt16LE(fromUlaw(byte), HEADER + index * 2));
  return file;
}

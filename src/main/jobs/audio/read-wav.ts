import { fromAlaw, fromUlaw, toUlaw } from './g711.ts';
import { PROMPT_RATE } from './prompt.ts';

/** A file that can't be a prompt; the message is for a person. */
export class PromptFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PromptFault';
  }
}

interface WavFormat {
  /** 1 linear, 3 floating point, 6 A-law, 7 mu-law. */
  readonly coding: number;
  readonly channels: number;
  readonly rate: number;
  readonly bits: number;
}

const EXTENSIBLE = 0xfffe;
/** Taps on each side of the filter that keeps what a telephone can't carry from folding back. */
const TAPS = 16;

function readFormat(file: Buffer, at: number, size: number): WavFormat {
  if (size < 16) throw new PromptFault('The file is damaged: it does not say how its sound is written.');
  const tag = file.readUInt16LE(at);
  return {
    coding: tag === EXTENSIBLE && size >= 26 ? file.readUInt16LE(at + 24) : tag,
    channels: file.readUInt16LE(at + 2),
    rate: file.readUInt32LE(at + 4),
    bits: file.readUInt16LE(at + 14),
  };
}

function findChunks(file: Buffer): { readonly format: WavFormat; readonly data: Buffer } {
  const isWav =
    file.length >= 12 &&
    file.toString('latin1', 0, 4) === 'RIFF' &&
    file.toString('latin1', 8, 12) === 'WAVE';
  if (!isWav) throw new PromptFault('This is no WAV file. Save the recording as WAV and choose it again.');
  let format: WavFormat | undefined;
  for (let at = 12; at + 8 <= file.length; ) {
    const name = file.toString('latin1', at, at + 4);
    const size = file.readUInt32LE(at + 4);
    if (name === 'fmt ') format = readFormat(file, at + 8, Math.min(size, file.length - at - 8));
    if (name === 'data') {
      if (format === undefined) break;
      return { format, data: file.subarray(at + 8, Math.min(at + 8 + size, file.length)) };
    }
    at += 8 + size + (size % 2);
  }
  throw new PromptFault('The file holds no sound.');
}

/** How one sample of a format is read, as a number between -1 and 1; undefined if the format is not known. */
function reader({ coding, bits }: WavFormat): ((data: Buffer, at: number) => number) | undefined {
  if (coding === 7 && bits === 8) return (data, at) => fromUlaw(data.readUInt8(at)) / 32_768;
  if (coding === 6 && bits === 8) return (data, at) => fromAlaw(data.readUInt8(at)) / 32_768;
  if (coding === 3 && bits === 32) return (data, at) => data.readFloatLE(at);
  if (coding === 3 && bits === 64) return (data, at) => data.readDoubleLE(at);
  if (coding !== 1) return undefined;
  if (bits === 8) return (data, at) => (data.readUInt8(at) - 128) / 128;
  if (bits === 16) return (data, at) => data.readInt16LE(at) / 32_768;
  if (bits === 24) return (data, at) => data.readIntLE(at, 3) / 8_388_608;
  if (bits === 32) return (data, at) => data.readInt32LE(at) / 2_147_483_648;
  return undefined;
}

/** All channels as one. */
function mixed(data: Buffer, format: WavFormat): Float64Array {
  const { channels, bits } = format;
  const read = reader(format);
  if (read === undefined) {
    throw new PromptFault(
      'The sound is compressed in a way that Rolecall does not know. Save it as plain (PCM) WAV.',
    );
  }
  const width = bits / 8;
  const frames = Math.floor(data.length / (width * channels));
  const samples = new Float64Array(frames);
  for (let frame = 0; frame < frames; frame++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++)
      sum += read(data, (frame * channels + channel) * width);
    samples[frame] = Number.isFinite(sum) ? sum / channels : 0;
  }
  return samples;
}

/** Where between two samples an output sample may lie: finer than this nobody hears. */
const MOST_PHASES = 2_048;

/** The weights of the filter for one place between two samples, from the sample `-reach` on; their sum is 1. */
function weightsAt(offset: number, { cut, reach }: { readonly cut: number; readonly reach: number }) {
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, index) => {
    const x = index - reach - offset;
    if (Math.abs(x) > TAPS / cut) return 0;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * cut * x) / (Math.PI * cut * x);
    return sinc * (0.5 + 0.5 * Math.cos((Math.PI * x * cut) / TAPS));
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** At 8,000 samples a second, by a windowed sinc whose cut-off lies below what both rates can hold. */
function resampled(samples: Float64Array, rate: number): Float64Array {
  if (rate === PROMPT_RATE) return samples;
  const ratio = rate / PROMPT_RATE;
  const cut = Math.min(1, 1 / ratio) * 0.95;
  const reach = Math.ceil(TAPS / cut);
  const phases: (Float64Array | undefined)[] = [];
  const last = samples.length - 1;
  return Float64Array.from({ length: Math.floor(samples.length / ratio) }, (_, index) => {
    const middle = Math.floor(index * ratio);
    const phase = Math.round((index * ratio - middle) * MOST_PHASES);
    const weights = (phases[phase] ??= weightsAt(phase / MOST_PHASES, { cut, reach }));
    const from = Math.max(0, middle - reach);
    const to = Math.min(last, middle + reach);
    let sum = 0;
    for (let at = from; at <= to; at++)
      sum += (samples[at] as number) * (weights[at - middle + reach] as number);
    return sum;
  });
}

export interface ReadPrompt {
  readonly ulaw: Buffer;
  /** What a person should know of it; null: nothing. */
  readonly warning: string | null;
}

/** Reads a WAV file as a prompt of at most so many seconds. Throws a PromptFault. */
export function readWav(file: Buffer, longest: number): ReadPrompt {
  const { format, data } = findChunks(file);
  const { channels, rate, bits } = format;
  if (channels < 1 || channels > 8 || rate < 4_000 || rate > 384_000 || bits < 8) {
    throw new PromptFault('The file is damaged: what it says of its sound can’t be.');
  }
  const seconds = data.length / (rate * channels * (bits / 8));
  if (seconds > longest) {
    throw new PromptFault(
      `The recording lasts ${inWords(seconds)}; a prompt may last ${inWords(longest)}. Nobody listens longer: cut it.`,
    );
  }
  const samples = resampled(mixed(data, format), rate);
  if (samples.length < PROMPT_RATE / 4)
    throw new PromptFault('The recording is shorter than a quarter of a second.');
  const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  if (loudest < 0.001)
    throw new PromptFault('The recording is silent. Check the microphone and record it again.');
  const warning =
    loudest < 0.05
      ? 'The recording is very quiet; callees may not understand it.'
      : loudest >= 1.5
        ? 'The recording is too loud and will be distorted.'
        : null;
  return { ulaw: Buffer.from(Uint8Array.from(samples, (sample) => toUlaw(sample * 32_767))), warning };
}

function inWords(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = Math.round(seconds % 60);
  if (minutes === 0) return `${rest} s`;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}

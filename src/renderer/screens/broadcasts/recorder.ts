import { PROMPT_SECONDS } from '#shared/operations/prompts.ts';
import { PHONE_RATE } from './sound.ts';

/** Why nothing could be recorded. */
export type RecorderFault = 'refused' | 'absent' | 'busy' | 'failed' | 'short';

const BY_NAME: Readonly<Record<string, RecorderFault>> = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'absent',
  OverconstrainedError: 'absent',
  NotReadableError: 'busy',
  AbortError: 'busy',
};

/** The shortest sound that is a prompt, in samples. */
const SHORTEST = PHONE_RATE / 4;
/** What is quieter than this many decibels below the loudest shows as nothing. */
const RANGE_DB = 50;

/** The fault that a refusal of the browser stands for. */
export function faultOf(error: unknown): RecorderFault {
  const name = error instanceof DOMException ? error.name : '';
  return (Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined) ?? 'failed';
}

/** A microphone that is on until it is stopped. */
export class Recorder {
  readonly #stream: MediaStream;
  readonly #media: MediaRecorder;
  readonly #context = new AudioContext();
  readonly #analyser: AnalyserNode;
  readonly #parts: Blob[] = [];
  readonly #ended: Promise<void>;

  private constructor(stream: MediaStream) {
    this.#stream = stream;
    this.#analyser = this.#context.createAnalyser();
    this.#context.createMediaStreamSource(stream).connect(this.#analyser);
    this.#media = new MediaRecorder(stream, { audioBitsPerSecond: 128_000 });
    this.#media.addEventListener('dataavailable', ({ data }) => this.#parts.push(data));
    // Also when the microphone is unplugged: what was recorded until then is kept.
    this.#ended = new Promise((resolve) =>
      this.#media.addEventListener('stop', () => resolve(), { once: true }),
    );
    this.#media.start(1_000);
  }

  /** Asks for the microphone and begins to record. Throws what the browser says; see `faultOf`. */
  static async start(): Promise<Recorder> {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: false, noiseSuppression: true, autoGainControl: true },
    });
    return new Recorder(stream);
  }

  /** Resolved when nothing is recorded any more, whoever stopped it. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  /** How loud it is now, from 0 to 1 on a scale of decibels. */
  level(): number {
    const wave = new Float32Array(this.#analyser.fftSize);
    this.#analyser.getFloatTimeDomainData(wave);
    const peak = wave.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    return peak === 0 ? 0 : Math.max(0, Math.min(1, 1 + (20 * Math.log10(peak)) / RANGE_DB));
  }

  /** Stops recording and lets the microphone go. */
  stop(): void {
    if (this.#media.state !== 'inactive') this.#media.stop();
    for (const track of this.#stream.getTracks()) track.stop();
    if (this.#context.state !== 'closed') void this.#context.close();
  }

  /** What was recorded, as telephones carry it: one channel at PHONE_RATE, never longer than a prompt may be. */
  async samples(): Promise<Float32Array<ArrayBuffer>> {
    await this.#ended;
    const file = await new Blob(this.#parts, { type: this.#media.mimeType }).arrayBuffer();
    // Decoding converts to the context's own rate, with a filter.
    const sound = await new OfflineAudioContext(1, 1, PHONE_RATE).decodeAudioData(file);
    const mixed = new Float32Array(Math.min(sound.length, PROMPT_SECONDS * PHONE_RATE));
    for (let channel = 0; channel < sound.numberOfChannels; channel++) {
      const data = sound.getChannelData(channel).subarray(0, mixed.length);
      data.forEach((sample, at) => {
        mixed[at] = (mixed[at] as number) + sample / sound.numberOfChannels;
      });
    }
    return mixed;
  }
}

/** Whether a recording is long enough to be a prompt. */
export function isLongEnough(samples: Float32Array): boolean {
  return samples.length >= SHORTEST;
}

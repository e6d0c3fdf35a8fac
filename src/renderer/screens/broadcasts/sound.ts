/** Samples a second of what telephones carry. */
export const PHONE_RATE = 8_000;
const BIAS = 0x84;
const HEADER = 44;

/** A G.711 mu-law byte as a sample between -1 and 1. */
function sampleOf(byte: number): number {
  const inverted = ~byte & 0xff;
  const magnitude = ((((inverted & 0x0f) << 3) + BIAS) << ((inverted >> 4) & 7)) - BIAS;
  return ((inverted & 0x80) === 0 ? magnitude : -magnitude) / 32_768;
}

/** Samples of base64 mu-law. */
export function samplesOfUlaw(base64: string): Float32Array<ArrayBuffer> {
  return Float32Array.from(atob(base64), (char) => sampleOf(char.charCodeAt(0)));
}

function writeText(view: DataView, at: number, text: string): void {
  for (let index = 0; index < text.length; index++) view.setUint8(at + index, text.charCodeAt(index));
}

/** Samples at PHONE_RATE as a WAV file of 16-bit samples, in base64. */
export function wavOfSamples(samples: Float32Array): string {
  const view = new DataView(new ArrayBuffer(HEADER + samples.length * 2));
  writeText(view, 0, 'RIFF');
  view.setUint32(4, view.byteLength - 8, true);
  writeText(view, 8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, PHONE_RATE, true);
  view.setUint32(28, PHONE_RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  writeText(view, 36, 'data');
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, index) => {
    const whole = Math.round(Math.max(-1, Math.min(1, sample)) * 32_767);
    view.setInt16(HEADER + index * 2, whole, true);
  });
  return base64Of(new Uint8Array(view.buffer));
}

/** Samples of a WAV file that the service made: 16 bits, mono, at PHONE_RATE. */
export function samplesOfWav(base64: string): Float32Array<ArrayBuffer> {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const view = new DataView(bytes.buffer, HEADER);
  return Float32Array.from(
    { length: Math.floor(view.byteLength / 2) },
    (_, index) => view.getInt16(index * 2, true) / 32_768,
  );
}

function base64Of(bytes: Uint8Array): string {
  let text = '';
  // As many arguments as any engine takes.
  for (let at = 0; at < bytes.length; at += 32_768)
    text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
}

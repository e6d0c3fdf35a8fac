const BIAS = 0x84;
const CLIP = 32_635;

/** One linear sample, 16 bits with sign, as a mu-law byte (ITU-T G.711). */
export function toUlaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(CLIP, Math.abs(Math.trunc(sample))) + BIAS;
  const exponent = 31 - Math.clz32(magnitude) - 7;
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

/** A mu-law byte as a linear sample. */
export function fromUlaw(byte: number): number {
  const inverted = ~byte & 0xff;
  const magnitude = ((((inverted & 0x0f) << 3) + BIAS) << ((inverted >> 4) & 7)) - BIAS;
  return (inverted & 0x80) === 0 ? magnitude : -magnitude;
}

/** One linear sample as an A-law byte (ITU-T G.711). */
export function toAlaw(sample: number): number {
  const whole = Math.trunc(sample) >> 3;
  const magnitude = Math.min(0xfff, whole >= 0 ? whole : -whole - 1);
  const segment = magnitude < 32 ? 0 : 27 - Math.clz32(magnitude);
  const mantissa = (segment < 2 ? magnitude >> 1 : magnitude >> segment) & 0x0f;
  return ((segment << 4) | mantissa) ^ (whole >= 0 ? 0xd5 : 0x55);
}

/** An A-law byte as a linear sample. */
export function fromAlaw(byte: number): number {
  const value = byte ^ 0x55;
  const exponent = (value >> 4) & 7;
  const mantissa = ((value & 0x0f) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
  return (value & 0x80) === 0 ? -magnitude : magnitude;
}

const ALAW_OF_ULAW = Uint8Array.from({ length: 256 }, (_, byte) => toAlaw(fromUlaw(byte)));

/** Mu-law samples as A-law samples. */
export function ulawToAlaw(ulaw: Uint8Array): Uint8Array {
  return ulaw.map((byte) => ALAW_OF_ULAW[byte] as number);
}

/** Quieter than this, on average over a packet, nobody speaks: app_amd's threshold, of 32,767. */
const LOUD = 256;
const MAGNITUDES = [fromUlaw, fromAlaw].map((read) =>
  Uint16Array.from({ length: 256 }, (_, byte) => Math.abs(read(byte))),
) as [Uint16Array, Uint16Array];

/** Whether somebody speaks in these samples. */
export function isLoud(samples: Uint8Array, alaw: boolean): boolean {
  const magnitudes = MAGNITUDES[alaw ? 1 : 0];
  let sum = 0;
  for (const sample of samples) sum += magnitudes[sample] as number;
  return sum >= LOUD * samples.length && samples.length > 0;
}

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromAlaw, fromUlaw, toAlaw, toUlaw } from '#main/jobs/audio/g711.ts';
import { promptOf } from '#main/jobs/audio/prompt.ts';
import { readWav } from '#main/jobs/audio/read-wav.ts';
import { wavOf } from '#main/jobs/audio/wav.ts';
import { SipFraming } from '#main/jobs/gateways/sip/framing.ts';
import { type AudioDescription, answerTo, readSdp, writeSdp } from '#main/jobs/gateways/sip/sdp.ts';

/** A WAV file of 16-bit samples. */
function wav(samples: Int16Array, rate: number, channels = 1): Buffer {
  const file = Buffer.alloc(44 + samples.length * 2);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(channels, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * 2 * channels, 28);
  file.writeUInt16LE(2 * channels, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, index) => file.writeInt16LE(sample, 44 + index * 2));
  return file;
}

const tone = (hertz: number, rate: number, seconds: number, channels = 1) =>
  Int16Array.from({ length: rate * seconds * channels }, (_, at) =>
    Math.round(12_000 * Math.sin((2 * Math.PI * hertz * Math.floor(at / channels)) / rate)),
  );

/** How much of a frequency is in mu-law samples, from 0 to about the tone's amplitude. */
function strength(ulaw: Uint8Array, hertz: number): number {
  let [sine, cosine] = [0, 0];
  ulaw.forEach((byte, at) => {
    const angle = (2 * Math.PI * hertz * at) / 8_000;
    sine += fromUlaw(byte) * Math.sin(angle);
    cosine += fromUlaw(byte) * Math.cos(angle);
  });
  return (2 * Math.hypot(sine, cosine)) / ulaw.length;
}

/** An offer that numbers events its own way, with one more line. */
const offerOf = (line: string, host = '192.0.2.1') =>
  readSdp(
    `v=0\r\nc=IN IP4 ${host}\r\nm=audio 4000 RTP/AVP 96 18 8\r\na=rtpmap:96 telephone-event/8000\r\n${line}\r\n`,
  ) as AudioDescription;

describe('G.711', () => {
  it('codes every byte of both laws back to itself, but for the two zeros', () => {
    for (let byte = 0; byte < 256; byte++) {
      expect(toAlaw(fromAlaw(byte))).toBe(byte);
      if (byte !== 0x7f) expect(toUlaw(fromUlaw(byte))).toBe(byte);
    }
  });

  it('loses no more of a sample than its step', () => {
    fc.assert(
      fc.property(fc.integer({ min: -32_000, max: 32_000 }), (sample) => {
        expect(Math.abs(fromUlaw(toUlaw(sample)) - sample)).toBeLessThanOrEqual(Math.abs(sample) / 16 + 8);
        expect(Math.abs(fromAlaw(toAlaw(sample)) - sample)).toBeLessThanOrEqual(Math.abs(sample) / 16 + 16);
      }),
    );
  });
});

describe('a prompt', () => {
  it.each([
    ['8,000 samples a second', 8_000, 1],
    ['44,100 samples a second in stereo', 44_100, 2],
    ['48,000 samples a second', 48_000, 1],
    ['16,000 samples a second', 16_000, 1],
  ])('of %s sounds as it was recorded', (_, rate, channels) => {
    const { ulaw, warning } = readWav(wav(tone(1_000, rate, 1, channels), rate, channels), 300);
    expect(warning).toBeNull();
    expect(Math.abs(ulaw.length - 8_000)).toBeLessThanOrEqual(1);
    expect(strength(ulaw, 1_000)).toBeGreaterThan(11_000);
  });

  it('keeps what a telephone can’t carry from folding back', () => {
    const { ulaw } = readWav(wav(tone(7_000, 48_000, 1), 48_000), 300);
    expect(strength(ulaw, 1_000)).toBeLessThan(300);
  });

  it('read again from what Asterisk is given is the same to the last byte', () => {
    const { ulaw } = readWav(wav(tone(440, 8_000, 1), 8_000), 300);
    expect(readWav(wavOf(promptOf(ulaw)), 300).ulaw.equals(ulaw)).toBe(true);
  });

  it.each([
    ['is no audio', Buffer.from('PK\u0003\u0004 a spreadsheet, not a recording'), 'This is no WAV file.'],
    ['is empty', Buffer.alloc(0), 'This is no WAV file.'],
    ['ends after its head', wav(new Int16Array(0), 8_000), 'shorter than a quarter of a second'],
    ['is cut off', wav(tone(440, 8_000, 1), 8_000).subarray(0, 40), 'holds no sound'],
    ['is silent', wav(new Int16Array(16_000), 8_000), 'The recording is silent'],
    [
      'lasts an hour',
      wav(new Int16Array(8_000 * 3_600), 8_000),
      'The recording lasts 60 min; a prompt may last 5 min',
    ],
  ])('that %s is refused with the reason', (_, file, message) => {
    expect(() => readWav(file, 300)).toThrow(message);
  });

  it('of any bytes is refused or read, and nothing else happens', () => {
    const head = wav(tone(440, 8_000, 1), 8_000);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(43), fc.nat(255)), { maxLength: 8 }), (changes) => {
        const file = Buffer.from(head);
        for (const [at, byte] of changes) file[at] = byte;
        try {
          expect(readWav(file, 300).ulaw.length).toBeGreaterThan(0);
        } catch (error) {
          expect((error as Error).name).toBe('PromptFault');
        }
      }),
    );
  });
});

const message = (body: string) =>
  `OPTIONS sip:a SIP/2.0\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

describe('what comes over a SIP connection', () => {
  it('is cut into the same messages wherever the stream is broken', () => {
    const bodies = ['', 'v=0\r\n\r\nö', 'x'.repeat(300)];
    const stream = Buffer.from(`\r\n\r\n${bodies.map(message).join('\r\n')}\r\n`);
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 12 }), (cuts) => {
        const framing = new SipFraming();
        const at = [0, ...cuts.toSorted((a, b) => a - b), stream.length];
        const got = at.slice(1).flatMap((end, index) => framing.push(stream.subarray(at[index], end)));
        expect(got).toEqual(bodies.map(message));
      }),
    );
  });

  it('that is no SIP ends the connection', () => {
    expect(() => new SipFraming().push(Buffer.alloc(100_000, 65))).toThrow();
  });

  it('describes its sound: what is offered is read again', () => {
    expect(readSdp(writeSdp('192.0.2.7', 4_000))).toEqual({
      host: '192.0.2.7',
      port: 4_000,
      type: 0,
      events: 101,
      direction: 'sendrecv',
    });
    expect(readSdp(writeSdp('2001:db8::1', 4_000, { types: [8] }))).toEqual({
      host: '2001:db8::1',
      port: 4_000,
      type: 8,
      events: 101,
      direction: 'sendrecv',
    });
    expect(readSdp('v=0\r\nm=video 1 RTP/AVP 96')).toBeNull();
    expect(readSdp('v=0\r\nc=IN IP4 1.2.3.4\r\nm=audio 0 RTP/AVP 0')).toBeNull();
  });

  it('an answer repeats the payload types of its offer, and sends nothing to whoever wants to hear nothing', () => {
    const offer = offerOf('a=sendonly');
    expect(offer).toMatchObject({ type: 8, events: 96, direction: 'sendonly' });
    expect(readSdp(answerTo(offer, '192.0.2.7', 5_000))).toMatchObject({
      port: 5_000,
      type: 8,
      events: 96,
      direction: 'recvonly',
    });
    expect(offerOf('', '0.0.0.0').direction).toBe('inactive');
    expect(offerOf('').direction).toBe('sendrecv');
  });
});

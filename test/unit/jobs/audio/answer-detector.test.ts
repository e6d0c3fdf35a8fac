import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnswerDetector, type Answerer } from '#main/jobs/audio/answer-detector.ts';
import { isLoud, toAlaw, toUlaw } from '#main/jobs/audio/g711.ts';

/** Speaks in the spans given (ms since the answer), frame by frame, and tells who it was and when that was known. */
function listenTo(spans: readonly (readonly [from: number, to: number])[]): { who: Answerer; at: number } {
  const start = 5_000;
  const detector = new AnswerDetector(start);
  for (let at = 0; ; at += 20) {
    detector.hear(
      spans.some(([from, to]) => at >= from && at < to),
      start + at,
    );
    const who = detector.verdict(start + at);
    if (who !== null) return { who, at };
  }
}

describe('telling machines from people', () => {
  it('somebody who says a word and waits is a person, known 0.8 s after the word', () => {
    expect(listenTo([[300, 700]])).toEqual({ who: 'person', at: 1_500 });
  });

  it('two words are a person, too', () => {
    const words = [
      [200, 600],
      [900, 1_300],
    ] as const;
    expect(listenTo(words).who).toBe('person');
  });

  it('whoever goes on talking is a machine', () => {
    expect(listenTo([[500, 9_000]])).toEqual({ who: 'machine', at: 2_000 });
  });

  it('a machine may catch its breath', () => {
    const words = [
      [100, 800],
      [1_100, 4_000],
    ] as const;
    expect(listenTo(words).who).toBe('machine');
  });

  it('nobody who answers in silence is taken for a machine', () => {
    expect(listenTo([])).toEqual({ who: 'unsure', at: 2_500 });
  });

  it('a telephone that sends nothing but speech is silent between', () => {
    const detector = new AnswerDetector(0);
    for (let at = 200; at < 600; at += 20) detector.hear(true, at, 60);
    expect(detector.verdict(1_400)).toBeNull();
    expect(detector.verdict(1_450)).toBe('person');
  });

  it('a click is no word', () => {
    expect(listenTo([[100, 140]]).who).toBe('unsure');
  });

  it('always comes to an end, and never calls one a machine who spoke for less than the greeting of one', () => {
    const span = fc
      .tuple(fc.nat(4_000), fc.nat(4_000))
      .map(([from, length]) => [from, from + length] as const);
    fc.assert(
      fc.property(fc.array(span, { maxLength: 6 }), (spans) => {
        const { who, at } = listenTo(spans);
        expect(at).toBeLessThanOrEqual(5_000);
        const [first, last] = [
          Math.min(...spans.map(([from]) => from)),
          Math.max(...spans.map(([, to]) => to)),
        ];
        if (spans.length > 0 && last - first < 1_400) expect(who).not.toBe('machine');
      }),
    );
  });
});

const tone = (volume: number, law: (sample: number) => number) =>
  Uint8Array.from({ length: 160 }, (_, at) => law(volume * Math.sin(at / 3)));

describe('loudness', () => {
  it('is that of the sound, in either law', () => {
    for (const [law, alaw] of [
      [toUlaw, false],
      [toAlaw, true],
    ] as const) {
      expect(isLoud(tone(6_000, law), alaw)).toBe(true);
      expect(isLoud(tone(100, law), alaw)).toBe(false);
    }
    expect(isLoud(new Uint8Array(0), false)).toBe(false);
  });
});

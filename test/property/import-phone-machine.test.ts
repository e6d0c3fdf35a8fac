import metadata from 'libphonenumber-js/max/metadata';
import { describe, expect, it } from 'vitest';
import { DigitMachine } from '#main/jobs/phone/digit-machine.ts';
import { below, match, pick, someDigits } from './phone-texts.ts';

type Raw = readonly unknown[];

/** Every pattern of the metadata as the plans use it, with one that its texts can be made from. */
function patternsOf(plan: Raw): { source: string; body: string }[] {
  const types = (plan[11] ?? []) as readonly (readonly [string] | undefined)[];
  const whole = [plan[2] as string, ...types.flatMap((type) => type?.[0] || [])];
  const open = [plan[1], plan[7] || plan[5], plan[10]].filter(Boolean).map(String);
  return [
    ...whole.map((body) => ({ source: `^(?:${body})$`, body })),
    ...open.map((body) => ({ source: `^(?:${body})`, body })),
  ];
}

const PATTERNS = [...Object.values(metadata.countries), ...Object.values(metadata.nonGeographic)].flatMap(
  (plan) => patternsOf(plan as unknown as Raw),
);

const completions = (text: string): string[] => {
  const unknown = text.length - text.replaceAll('?', '').length;
  const known = text.slice(0, text.length - unknown);
  return Array.from(
    { length: 10 ** unknown },
    (_, tail) => known + (unknown ? String(tail).padStart(unknown, '0') : ''),
  );
};

/** What is wrong with the machine's answers about a text; null if nothing is. */
function fault(machine: DigitMachine, source: string, text: string): string | null {
  const pattern = new RegExp(source);
  const matches = completions(text).map((each) => pattern.exec(each));
  const [tested, taken] = [machine.test(text), machine.take(text)];
  const known = !text.includes('?');
  const takes = matches.map((each) =>
    JSON.stringify(each && { length: each[0].length, captured: each.length > 1 && Boolean(each.at(-1)) }),
  );
  if (tested === 'all' && matches.includes(null)) return `${source} does not take all of ${text}`;
  if (tested === 'none' && matches.some(Boolean)) return `${source} takes some of ${text}`;
  if (known && tested === 'some') return `${source} does not decide on ${text}`;
  if (taken === 'some') return known ? `${source} does not know what is taken of ${text}` : null;
  const wrong = takes.find((take) => take !== JSON.stringify(taken));
  return wrong === undefined ? null : `${source} takes ${wrong} of ${text}, not ${JSON.stringify(taken)}`;
}

describe('the machine of a phone pattern', () => {
  it('says of many texts what the regular expression says of each', { timeout: 300_000 }, () => {
    const faults: (string | null)[] = [];
    let decided = 0;
    for (const { source, body } of PATTERNS) {
      const machine = new DigitMachine(source);
      for (let round = 0; round < 24; round++) {
        const made = match(body.replaceAll('$', '')) + someDigits(below(3));
        const spoilt = below(3) === 0 ? someDigits(made.length) : made;
        const unknown = Math.min(pick([0, 1, 1, 2, 2, 3]), spoilt.length);
        const text = spoilt.slice(0, spoilt.length - unknown) + '?'.repeat(unknown);
        faults.push(fault(machine, source, text));
        if (unknown > 0 && machine.test(text) !== 'some') decided++;
      }
    }
    expect(faults.filter(Boolean).slice(0, 10)).toEqual([]);
    expect(decided).toBeGreaterThan(PATTERNS.length * 10);
  });

  it.each([
    '^(?:1[5-9]|1)',
    '^(?:1|1[5-9])',
    '^(?:0?(?:(1[2-4])15)?)',
    '^(?:([2-9]\\d{2})$|1)',
    '^(?:(0[12])?(3\\d)?)',
    '^(?:[0-4]\\d|[5-9]\\d)$',
    '^(?:(?:1[0-3]){2}\\d{1,3}|2?)$',
    '^(?:)$',
  ])('is right about %s on all short texts', (source) => {
    const machine = new DigitMachine(source);
    const faults: (string | null)[] = [];
    for (let length = 0; length <= 5; length++) {
      for (let unknown = Math.max(0, length - 3); unknown <= Math.min(length, 3); unknown++) {
        const known = length - unknown;
        for (let front = 0; front < 10 ** known; front++) {
          const digits = known === 0 ? '' : String(front).padStart(known, '0');
          faults.push(fault(machine, source, digits + '?'.repeat(unknown)));
        }
      }
    }
    expect(faults.filter(Boolean).slice(0, 10)).toEqual([]);
  });

  it.each([
    '\\d{3}',
    '^\\d+',
    '^\\w',
    '^1*',
    '^(?=1)',
    '^[^1]',
    '^(1|2?)',
    '^(?:(1)2){2}',
    '^1$2',
    '^(?:1',
    '^1)',
    '^1{2,}',
    '^1??',
  ])('does not guess at %s', (source) => {
    expect(() => new DigitMachine(source)).toThrow(SyntaxError);
  });
});

import { fictionalName, fictionalNumbers, oneOf, seededRandom } from './numbers.ts';

export interface MessyCsv {
  /** With a header row; region US for numbers without a country code. */
  readonly text: string;
  /** Data rows: accepted + merged + refused. */
  readonly rows: number;
  readonly accepted: number;
  readonly merged: number;
  readonly refused: number;
}

export interface MessyCsvOptions {
  readonly seed: number;
  /** Data rows. */
  readonly rows: number;
  readonly delimiter?: ',' | ';' | '\t';
}

/** Shares of the rows. */
const REFUSED = 0.02;
const REPEATED = 0.03;

/** What no reader may take for a number that can be called. */
const NO_NUMBERS = [
  '',
  'n/a',
  'unknown',
  '12345',
  '7.9E+10',
  '555-01',
  '+1 201 555 01',
  '+999 20 7946 0018',
  '#REF!',
];
const CITIES = ['Albany', 'Bakersfield', 'Carson City', 'Québec', 'São Paulo Rd.', 'Zürich Ave'];
const NOTES = [
  '',
  'prefers mornings',
  'said "call later"',
  'gate code 4, ring twice',
  'two lines\nof notes',
  '=SUM(A1)',
];

/**
 * A file as people have them: numbers in many spellings, repeated ones, rows without a number, quotes, commas and line
 * breaks inside cells, many languages. Deterministic by seed; what an import must make of it is counted.
 */
export function messyCsv({ seed, rows, delimiter = ',' }: MessyCsvOptions): MessyCsv {
  const random = seededRandom(seed);
  const numbers = fictionalNumbers({ seed, count: rows, regions: ['US', 'GB', 'AU', 'FR'] });
  const lines = [['Full name', 'Phone number', 'City', 'Notes'].join(delimiter)];
  let accepted = 0;
  let merged = 0;
  let refused = 0;
  for (let row = 0; row < rows; row++) {
    const draw = random();
    let phone: string;
    if (draw < REFUSED) {
      phone = oneOf(NO_NUMBERS, random);
      refused += 1;
    } else if (draw < REFUSED + REPEATED && accepted > 0) {
      phone = spelled(numbers[Math.floor(random() * accepted)] as number, random);
      merged += 1;
    } else {
      phone = spelled(numbers[accepted] as number, random);
      accepted += 1;
    }
    const cells = [fictionalName(random), phone, oneOf(CITIES, random), oneOf(NOTES, random)];
    lines.push(cells.map((cell) => quoted(cell, delimiter)).join(delimiter));
  }
  return { text: `${lines.join('\r\n')}\r\n`, rows, accepted, merged, refused };
}

function spelled(number: number, random: () => number): string {
  const digits = String(number);
  if (!digits.startsWith('1')) {
    const [country, rest] = [digits.slice(0, 2), digits.slice(2)];
    return oneOf(
      [`+${digits}`, `+${country} ${rest}`, `+${country} (${rest.slice(0, 2)}) ${rest.slice(2)}`],
      random,
    );
  }
  const [area, exchange, line] = [digits.slice(1, 4), digits.slice(4, 7), digits.slice(7)];
  return oneOf(
    [
      `(${area}) ${exchange}-${line}`,
      `${area}-${exchange}-${line}`,
      `${area}.${exchange}.${line}`,
      `${area} ${exchange} ${line}`,
      `+1 ${area} ${exchange} ${line}`,
      `1-${area}-${exchange}-${line}`,
      `+${digits}`,
      `  ${area}${exchange}${line} `,
    ],
    random,
  );
}

function quoted(cell: string, delimiter: string): string {
  if (!/["\r\n]/.test(cell) && !cell.includes(delimiter)) return cell;
  return `"${cell.replaceAll('"', '""')}"`;
}

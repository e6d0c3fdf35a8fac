import { closeSync, openSync, writeSync } from 'node:fs';

const FIRST = ['Ana', 'Bob', 'Zoë', 'Łukasz', 'Çağlar', 'Mei', 'José', 'Ivan', 'Fatima', "O'Neil"];
const LAST = ['Ruiz', 'Smith', 'Müller', 'Kowalski', 'Öz', 'Chen', 'García', 'Petrov', 'Haddad', 'Brien'];
const AREAS = [201, 202, 205, 212, 213, 214, 303, 305, 312, 404, 415, 503, 512, 602, 612, 617, 702, 713, 818];

/** Writes a list as customers send them: several notations, quoted cells, two in a hundred rows not callable. */
export function writeRows(file: string, rows: number): void {
  let state = 7;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 4_294_967_296) * limit);
  };
  const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T;
  const out = openSync(file, 'w');
  let lines = ['Phone number;Name;City;Customer id;Note'];
  for (let row = 0; row < rows; row++) {
    const [area, middle, last] = [pick(AREAS), 200 + below(800), String(below(10_000)).padStart(4, '0')];
    const kind = row % 10;
    let number = `+1${area}${middle}${last}`;
    if (kind > 3) number = `(${area}) ${middle}-${last}`;
    if (kind > 5) number = `${area}-${middle}-${last}`;
    if (kind > 7) number = `1 ${area} ${middle} ${last}`;
    if (kind > 8)
      number =
        row % 50 === 9 ? `555-12${last.slice(2)}` : `+4420794${String(below(100_000)).padStart(5, '0')}`;
    const name = row % 3 === 0 ? `"${pick(LAST)}, ${pick(FIRST)}"` : `${pick(FIRST)} ${pick(LAST)}`;
    const note = row % 7 === 0 ? '"said ""call later"""' : row % 4 === 0 ? '' : `x${below(1_000)}`;
    lines.push(`${number};${name};City ${below(500)};${100_000 + row};${note}`);
    if (lines.length === 10_000) {
      writeSync(out, `${lines.join('\r\n')}\r\n`);
      lines = [];
    }
  }
  if (lines.length > 0) writeSync(out, `${lines.join('\r\n')}\r\n`);
  closeSync(out);
}

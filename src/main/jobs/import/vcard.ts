/** What a card gives, as columns. */
export const CARD_TITLES = ['Phone', 'Name', 'Organisation', 'E-mail', 'Phone type', 'Time zone'] as const;

interface Property {
  readonly name: string;
  readonly parameters: string;
  readonly value: string;
}

/** Lines that were folded are one line again (RFC 6350, 3.2; and vCard 2.1's quoted-printable). */
function unfold(text: string): string[] {
  return text
    .replaceAll(/\r\n|\r/g, '\n')
    .replaceAll(/\n[ \t]/g, '')
    .replaceAll('=\n', '')
    .split('\n');
}

function propertyOf(line: string): Property | null {
  const match = /^(?:[\w-]+\.)?([A-Za-z-]+)((?:;(?:"[^"]*"|[^":;])+)*):(.*)$/s.exec(line);
  if (match === null) return null;
  const [, name, parameters, raw] = match as unknown as [string, string, string, string];
  const value = /ENCODING=QUOTED-PRINTABLE/i.test(parameters) ? fromQuotedPrintable(raw) : raw;
  return { name: name.toUpperCase(), parameters: parameters.toUpperCase(), value };
}

function fromQuotedPrintable(text: string): string {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const hex = text[at] === '=' ? text.slice(at + 1, at + 3) : '';
    if (/^[\dA-Fa-f]{2}$/.test(hex)) {
      bytes.push(Number.parseInt(hex, 16));
      at += 2;
    } else bytes.push(...Buffer.from(text[at] as string));
  }
  return Buffer.from(bytes).toString('utf8');
}

const plain = (value: string): string =>
  value
    .replaceAll(/\\n/gi, ' ')
    .replaceAll(/\\([,;\\:])/g, '$1')
    .trim();

/** 'Ruiz;Ana;;Dr.;' is Dr. Ana Ruiz. */
function nameOf(properties: readonly Property[]): string {
  const full = properties.find(({ name }) => name === 'FN')?.value;
  if (full !== undefined && full.trim() !== '') return plain(full);
  const parts = properties.find(({ name }) => name === 'N')?.value.split(/(?<!\\);/) ?? [];
  const [family = '', given = '', middle = '', prefix = ''] = parts.map(plain);
  return [prefix, given, middle, family].filter((part) => part !== '').join(' ');
}

function typeOf(parameters: string): string {
  const types = [...parameters.matchAll(/TYPE="?([^";]+)/g)].flatMap(([, list]) =>
    (list as string).split(','),
  );
  const known = ['CELL', 'HOME', 'WORK', 'FAX', 'MAIN', 'PAGER'];
  return known
    .filter((type) => types.includes(type) || parameters.includes(`;${type}`))
    .join(' ')
    .toLowerCase();
}

/**
 * The phone numbers of vCards of any version (2.1, 3.0, 4.0), a row each under CARD_TITLES; a card without a number
 * becomes a row without one, so that it is accounted for.
 */
export function* rowsOfCards(text: string): Generator<string[]> {
  let card: Property[] | null = null;
  for (const line of unfold(text)) {
    const property = propertyOf(line);
    if (property === null) continue;
    if (property.name === 'BEGIN') card = [];
    else if (property.name === 'END' && card !== null) {
      yield* rowsOf(card);
      card = null;
    } else card?.push(property);
  }
}

function* rowsOf(card: readonly Property[]): Generator<string[]> {
  const first = (wanted: string): string => plain(card.find(({ name }) => name === wanted)?.value ?? '');
  const zone = first('TZ');
  const rest = [nameOf(card), first('ORG').replaceAll(';', ', '), first('EMAIL')];
  const numbers = card.filter(({ name }) => name === 'TEL');
  if (numbers.length === 0) yield ['', ...rest, '', zone];
  for (const { value, parameters } of numbers) {
    yield [plain(value).replace(/^tel:/i, ''), ...rest, typeOf(parameters), zone];
  }
}

import { Parser } from 'saxen';

/** What is told of a document as it is read; names come without their namespace's prefix, texts decoded. */
export interface XmlListener {
  open(name: string, attributes: () => Readonly<Record<string, string>>): void;
  close(name: string): void;
  text(text: string): void;
}

/** A document that is no XML. */
export class XmlFault extends Error {}

const ENTITY = /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(ENTITY, (whole, ...[hex, decimal, name]: (string | undefined)[]) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });
}

function plain(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

function attributesOf(read: () => Record<string, string>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(read()).map(([name, value]) => [plain(name), decoded(value)]));
}

/** Reads a document that comes in pieces, which may end anywhere. */
export class XmlReader {
  readonly #parser = new Parser();

  constructor(listener: XmlListener) {
    this.#parser
      .on('openTag', (name, attributes) => listener.open(plain(name), () => attributesOf(attributes)))
      .on('closeTag', (name) => listener.close(plain(name)))
      .on('text', (text) => listener.text(decoded(text)))
      .on('cdata', (text) => listener.text(text))
      .on('error', ({ message }) => {
        throw new XmlFault(message);
      });
  }

  /** Throws XmlFault. */
  write(piece: string): void {
    this.#parser.write(piece);
  }

  /** The document is over. Throws XmlFault if it is not whole. */
  end(): void {
    this.#parser.end();
  }
}

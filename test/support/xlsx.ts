import { crc32, deflateRawSync } from 'node:zlib';

const text = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const letters = (index: number): string =>
  index < 26 ? String.fromCharCode(65 + index) : letters(Math.floor(index / 26) - 1) + letters(index % 26);

/** A text, a number, or a number as Excel writes large ones. */
type Cell = string | number | { readonly raw: string };

function cellXml(cell: Cell, at: string): string {
  if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`;
  if (typeof cell === 'object') return `<c r="${at}"><v>${cell.raw}</v></c>`;
  return `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${text(cell)}</t></is></c>`;
}

function sheetXml(rows: readonly (readonly Cell[])[]): string {
  const lines = rows.map((cells, row) => {
    const written = cells.map((cell, column) => cellXml(cell, `${letters(column)}${row + 1}`));
    return `<row r="${row + 1}">${written.join('')}</row>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${lines.join('')}</sheetData></worksheet>`;
}

const TYPES = `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>`;
const RELS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const rels = (lines: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${lines}</Relationships>`;

function zipOf(files: Readonly<Record<string, string>>, { packed }: { packed: boolean }): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const path = Buffer.from(name);
    const plain = Buffer.from(content);
    const body = packed ? deflateRawSync(plain) : plain;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(packed ? 8 : 0, 4);
    common.writeUInt32LE(crc32(plain), 10);
    common.writeUInt32LE(body.length, 14);
    common.writeUInt32LE(plain.length, 18);
    common.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), common, path, body]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002', 'latin1'), Buffer.from([20, 0]), common, tail, path]),
    );
    parts.push(local);
    at += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(entries.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, entries, Buffer.from('PK\u0005\u0006', 'latin1'), end]);
}

interface BookOptions {
  /** Compressed, as Excel does. */
  readonly packed?: boolean;
  /** More parts, or others in place of those that are made; by their names below `xl/`. */
  readonly parts?: Readonly<Record<string, string>>;
}

/** A workbook with these sheets, as Excel would save it. */
export function xlsxOf(
  sheets: Readonly<Record<string, readonly (readonly Cell[])[]>>,
  { packed = false, parts = {} }: BookOptions = {},
): Buffer {
  const names = Object.keys(sheets);
  const listed = names.map(
    (name, index) => `<sheet name="${text(name)}" sheetId="${index + 1}" r:id="r${index + 1}"/>`,
  );
  const related = names.map(
    (_name, index) =>
      `<Relationship Id="r${index + 1}" Type="${RELS}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  );
  const others = Object.entries(parts).map(([name, content]) => [`xl/${name}`, content] as const);
  const kinds = ['sharedStrings', 'styles'].map(
    (kind) => `<Relationship Id="${kind}" Type="${RELS}/${kind}" Target="${kind}.xml"/>`,
  );
  const made = {
    '[Content_Types].xml': TYPES,
    '_rels/.rels': rels(`<Relationship Id="r1" Type="${RELS}/officeDocument" Target="xl/workbook.xml"/>`),
    'xl/workbook.xml': `<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${RELS}"><sheets>${listed.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': rels([...related, ...(others.length === 0 ? [] : kinds)].join('')),
    ...Object.fromEntries(
      names.map((name, index) => [`xl/worksheets/sheet${index + 1}.xml`, sheetXml(sheets[name] ?? [])]),
    ),
  };
  return zipOf({ ...made, ...Object.fromEntries(others) }, { packed });
}

import { appendFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Encoding } from '#main/jobs/import/encoding.ts';
import { bytesOf, type Opened, openSource } from '#main/jobs/import/source.ts';
import { loadPhoneRules } from '#main/jobs/phone/normalise.ts';
import { ListWorkspace } from '#test/support/number-lists.ts';

/** Longer than some blocks; one more character at its start moves where blocks cut the rest. */
const TEXT = `Phone,Name\n${Array.from({ length: 90_000 }, (_, index) => `+1415${2_000_000 + index},Zoë ${'€'.repeat(index % 3)}`).join('\n')}`;

function encode(text: string, encoding: Encoding): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text);
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  return Buffer.from(text.replaceAll('€', '\u0080'), 'latin1');
}

async function drain(parts: AsyncIterable<unknown>): Promise<void> {
  for await (const _part of parts);
}

describe("a file's text as UTF-8", () => {
  let at: ListWorkspace;
  beforeAll(async () => {
    at = await ListWorkspace.make();
  });
  afterAll(() => at.remove());

  async function reading<T>(bytes: Uint8Array, read: (opened: Opened) => Promise<T>): Promise<T> {
    const rules = await loadPhoneRules();
    const opened = await openSource(
      at.file('bytes.csv', bytes),
      { region: 'US' },
      { rules, folder: at.folder },
    );
    try {
      return await read(opened);
    } finally {
      await opened.close();
    }
  }

  it.each([
    ['utf-8', ''],
    ['utf-8', '\uFEFF'],
    ['utf-8', '€'],
    ['utf-8', '€€'],
    ['utf-8', 'é€'],
    ['utf-16le', '\uFEFF'],
    ['utf-16be', '\uFEFF😀'],
    ['windows-1252', '€'],
  ] as const)(
    'is whole in %s, beginning with %j, and tells how far the file was read',
    async (encoding, begin) => {
      const bytes = encode(begin + TEXT, encoding);
      await reading(bytes, async (opened) => {
        expect(opened.source.encoding).toBe(encoding);
        let text = '';
        const places: number[] = [];
        for await (const part of bytesOf(opened)) {
          text += part.bytes.toString();
          places.push(part.at);
        }
        expect(text === (begin + TEXT).replace('\uFEFF', '')).toBe(true);
        expect(places.length).toBeGreaterThan(1);
        expect(places).toEqual(places.toSorted((one, other) => one - other));
        expect(places.at(-1)).toBe(bytes.length);
      });
    },
  );

  it('is no text where the bytes are not, and says so', async () => {
    const bytes = Buffer.concat([encode(TEXT, 'utf-8'), Buffer.from([0xe2, 0x82])]);
    await reading(encode(TEXT, 'utf-8'), async (opened) => {
      at.file('bytes.csv', bytes);
      const source = { ...opened.source, size: bytes.length };
      const read = drain(bytesOf({ ...opened, source }));
      await expect(read).rejects.toThrow(/bytes that are no UTF-8 text/);
    });
  });

  it('is refused if the file grows while it is read', async () => {
    await reading(encode(TEXT, 'utf-8'), async (opened) => {
      const parts = bytesOf(opened);
      await parts.next();
      await appendFile(opened.file, '\n+14155550000,Late');
      await expect(drain(parts)).rejects.toThrow(/changed while it was being read/);
    });
  });
});

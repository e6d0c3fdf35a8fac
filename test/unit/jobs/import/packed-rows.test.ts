import { describe, expect, it } from 'vitest';
import { ByteCells } from '#main/jobs/import/byte-cells.ts';
import { RowPacker, textsOf } from '#main/jobs/import/packed-rows.ts';

const packed = (packer: RowPacker, rows: readonly (readonly string[])[]): void => {
  for (const texts of rows) {
    const cells = new ByteCells();
    cells.setTexts(texts);
    packer.add(cells);
  }
};

describe('rows packed for another thread', () => {
  it('are the same there: empty cells, other scripts, and more of them than there was room for', () => {
    const rows = [
      [''],
      ['', '', ''],
      ['Zoë', '', '٤١٥', '👩‍👩‍👧'],
      ['x'.repeat(200_000), 'y'],
      ['', 'z', ''],
    ];
    const packer = new RowPacker();
    packed(packer, rows);
    expect(packer.count).toBe(rows.length);
    const there = structuredClone(packer.drain());
    expect(rows.map((_, row) => textsOf(there, row))).toEqual(rows);
  });

  it('begin anew when they were taken, and leave alone what was taken', () => {
    const packer = new RowPacker();
    packed(packer, [['one', 'two']]);
    const before = packer.drain();
    packed(packer, [['three'], ['four', '']]);
    const after = packer.drain();
    expect(textsOf(before, 0)).toEqual(['one', 'two']);
    expect([textsOf(after, 0), textsOf(after, 1)]).toEqual([['three'], ['four', '']]);
    expect(packer.drain().rows).toHaveLength(0);
  });

  it('are the row alone of cells that lie among others', () => {
    const cells = new ByteCells();
    cells.setTexts(['a', 'b', 'c', 'd', 'e']);
    cells.base = 2;
    cells.count = 2;
    const packer = new RowPacker();
    packer.add(cells);
    expect(textsOf(packer.drain(), 0)).toEqual(['c', 'd']);
  });
});

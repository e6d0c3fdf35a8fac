import { EntryBlock, type PackedBlock } from '#main/db/lists/entry-block.ts';
import type { Mapping } from './columns.ts';
import { textsOf } from './packed-rows.ts';
import type { Refusal, RefusedRows, RowPart } from './row-part.ts';
import type { RefusedRow, RowReader } from './row-reader.ts';
import type { VersionWriter } from './writer.ts';

const FIRST_ROWS = 16_384;

/** Stores the parts of a file in a version, with its report. */
export class StoredRows {
  readonly #writer: VersionWriter;
  readonly #reader: RowReader;
  readonly #column: string;
  /** The row that each entry came from, by seq; 0 if the list had it before. */
  #entryRows: Uint32Array;

  /** `reader`: as the rows of the file were read; `carried`: how many entries the list had before. */
  constructor(
    writer: VersionWriter,
    { mapping, reader, carried }: { mapping: Mapping; reader: RowReader; carried: number },
  ) {
    this.#entryRows = new Uint32Array(carried + FIRST_ROWS);
    this.#writer = writer;
    this.#reader = reader;
    this.#column = mapping.titles[mapping.number] as string;
  }

  take(part: RowPart): void {
    for (const block of part.blocks) {
      this.#note(block);
      this.#writer.blocks.put(block);
    }
    const { merged, refused } = part;
    // The report is in the order of the file.
    for (let [one, other] = [0, 0]; one < merged.rows.length || other < refused.rows.length; ) {
      const isMerged = (merged.rows[one] ?? Infinity) < (refused.rows[other] ?? Infinity);
      if (isMerged) this.#merge(part, one++);
      else this.#refuse(part, other++);
    }
  }

  #merge({ merged }: RowPart, at: number): void {
    const which = merged.which[at] as number;
    const filled = which > 0 && this.#fill(merged.seqs[at] as number, textsOf(merged.packed, which - 1));
    const row = this.#entryRows[merged.seqs[at] as number] as number;
    const first = row === 0 ? 'The list had this number before' : `Row ${row} has the same number`;
    this.#writer.addMerged({
      row: merged.rows[at] as number,
      column: this.#column,
      number: merged.numbers[at] as number,
      reason: `${first}; it was kept${filled ? ' and what it lacked was filled from this row' : ''}.`,
    });
  }

  /** Fills what an entry lacks from a row; says whether that changed anything. */
  #fill(seq: number, cells: readonly string[]): boolean {
    const read = this.#reader.read(cells);
    return read.outcome === 'good' && this.#writer.fill(seq, read);
  }

  #note(packed: PackedBlock): void {
    const { first, count, rows } = EntryBlock.of(packed);
    if (first + count > this.#entryRows.length) {
      const longer = new Uint32Array(Math.max(first + count, 2 * this.#entryRows.length));
      longer.set(this.#entryRows);
      this.#entryRows = longer;
    }
    this.#entryRows.set(rows, first);
  }

  #refuse({ refused }: RowPart, at: number): void {
    const cells = textsOf(refused.packed, at);
    const { column, value, reason, suggestion, cause, number } = this.#words(refused, at, cells);
    const row = refused.rows[at] as number;
    const whole = JSON.stringify(cells);
    this.#writer.addProblem({ row, column, value, reason, suggestion, cause, number, cells: whole });
  }

  #words(refused: RefusedRows, at: number, cells: readonly string[]): Omit<RefusedRow, 'outcome'> {
    const which = refused.which[at] as number;
    if (which > 0) {
      const number = refused.numbers[at] as number;
      const value = refused.values[at] as string;
      return { ...(refused.refusals[which - 1] as Refusal), value, number: number === 0 ? null : number };
    }
    const read = this.#reader.read(cells);
    // INVARIANT: what was refused by its number is refused here; both go by the same rules.
    if (read.outcome === 'good') throw new Error(`Row ${refused.rows[at]} was refused, and is good.`);
    return read;
  }
}

/**
 * The cells of one record as UTF-8 bytes. The scanner uses one such object for all records, so it is valid only
 * during the call that it is given to.
 */
export class ByteCells {
  bytes: Buffer = Buffer.alloc(0);
  /** How many cells the record has: at least one. */
  count = 0;
  /** Where the record's cells begin in `from` and `to`. */
  base = 0;
  /** Cell i is bytes[from[base + i]] up to, and without, bytes[to[base + i]]; there are `count` of this record. */
  from = new Int32Array(64);
  to = new Int32Array(64);

  /** The text of a cell; '' for one beyond the record's end. */
  text(cell: number): string {
    if (cell >= this.count) return '';
    return this.bytes.toString('utf8', this.from[this.base + cell], this.to[this.base + cell]);
  }

  texts(): string[] {
    const texts: string[] = [];
    for (let cell = 0; cell < this.count; cell++) texts.push(this.text(cell));
    return texts;
  }

  /** Makes room for more cells. */
  grow(): void {
    const { from, to } = this;
    this.from = new Int32Array(2 * from.length);
    this.from.set(from);
    this.to = new Int32Array(2 * to.length);
    this.to.set(to);
  }

  /** Takes the cells of a record that was read as text. */
  setTexts(texts: readonly string[]): void {
    while (this.from.length < texts.length) this.grow();
    this.bytes = Buffer.from(texts.join(''));
    this.count = texts.length;
    let at = 0;
    for (const [cell, text] of texts.entries()) {
      this.from[cell] = at;
      at += Buffer.byteLength(text);
      this.to[cell] = at;
    }
  }
}

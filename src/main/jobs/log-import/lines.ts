/** The longest row, in characters; longer ones are refused. */
export const LONGEST_ROW = 1_048_576;

/** Takes the lines of a text one by one, without their ends; for one that is too long its beginning and its length. */
export interface LineSink {
  line(text: string): void;
  tooLong(start: string, length: number): void;
}

/** Splits a text that comes in pieces into lines; a line of any length costs no more memory than LONGEST_ROW. */
export class LineSplitter {
  readonly #sink: LineSink;
  #rest = '';
  /** Characters of a line too long that were thrown away; -1: the line is not too long. */
  #dropped = -1;

  constructor(sink: LineSink) {
    this.#sink = sink;
  }

  push(text: string): void {
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      this.#end(text, from, end);
      from = end + 1;
    }
    this.#keep(text, from);
  }

  end(): void {
    if (this.#rest !== '' || this.#dropped >= 0) this.#end('', 0, 0);
  }

  #end(text: string, from: number, end: number): void {
    if (this.#dropped >= 0) {
      this.#sink.tooLong(this.#rest, this.#rest.length + this.#dropped + (end - from));
      this.#dropped = -1;
      this.#rest = '';
      return;
    }
    const to = end > from && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
    const line = this.#rest === '' ? text.slice(from, to) : withoutReturn(this.#rest + text.slice(from, to));
    this.#rest = '';
    if (line.length > LONGEST_ROW) this.#sink.tooLong(line.slice(0, 1_000), line.length);
    else this.#sink.line(line);
  }

  #keep(text: string, from: number): void {
    const length = text.length - from;
    if (this.#dropped >= 0) {
      this.#dropped += length;
    } else if (this.#rest.length + length > LONGEST_ROW) {
      const whole = this.#rest + text.slice(from);
      this.#rest = whole.slice(0, 1_000);
      this.#dropped = whole.length - this.#rest.length;
    } else {
      this.#rest += from === 0 ? text : text.slice(from);
    }
  }
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

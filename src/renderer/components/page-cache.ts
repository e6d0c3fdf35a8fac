import { type Page, rowAt } from '#shared/page.ts';

/** Rows asked for at a time. */
export const WINDOW = 200;
const KEPT = 40;

type AnyRow = Record<string, unknown>;

/** Where a grid gets its rows. A new `key` means another list; `noun` names the change events that make it stale. */
export interface PageSource<Row extends AnyRow> {
  readonly key: string;
  readonly noun: string;
  /** Rejects with an Error that carries a sentence for people. */
  fetchPage(offset: number, limit: number): Promise<Page<Row>>;
}

/** Windows of one list: asked for when seen, neighbours ahead of time, the least recently seen forgotten. */
export class PageCache<Row extends AnyRow> {
  readonly #source: PageSource<Row>;
  readonly #pages = new Map<number, Page<Row>>();
  readonly #asked = new Set<string>();
  readonly #listeners = new Set<() => void>();
  #generation = 0;
  #seen: readonly number[] = [0];
  #version = 0;
  #counted = -1;
  total: number | null = null;
  /** Whether `total` counts only what was found so far. */
  more = false;
  error: Error | null = null;

  constructor(source: PageSource<Row>) {
    this.#source = source;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Changes whenever anything that shows has changed. */
  readonly version = (): number => this.#version;

  row(index: number): Row | undefined {
    const page = this.#pages.get(Math.floor(index / WINDOW));
    const at = index % WINDOW;
    return page !== undefined && at < page.rows ? rowAt(page, at) : undefined;
  }

  /** Finds a loaded row and its position. */
  find(matches: (row: Row) => boolean): { readonly row: Row; readonly index: number } | undefined {
    for (const [number, page] of this.#pages) {
      for (let at = 0; at < page.rows; at += 1) {
        const row = rowAt(page, at);
        if (matches(row)) return { row, index: number * WINDOW + at };
      }
    }
    return undefined;
  }

  /** Says which rows show; asks for what is missing, and for the neighbours after it. */
  show(first: number, last: number): void {
    const from = Math.floor(Math.max(0, first) / WINDOW);
    const to = Math.floor(Math.max(first, last) / WINDOW);
    this.#seen = Array.from({ length: to - from + 1 }, (_, index) => from + index);
    for (const number of this.#seen) void this.#fetch(number);
    // At once, not when the others are here: who drags the scroll bar is a whole window further with the next frame.
    if (this.total === null) return;
    void this.#fetch(to + 1);
    void this.#fetch(to + 2);
    void this.#fetch(from - 1);
    void this.#fetch(from - 2);
  }

  /** Asks again for what shows; the old rows stay until the new ones are here. */
  refresh(): void {
    this.#generation += 1;
    this.#asked.clear();
    for (const number of this.#pages.keys()) if (!this.#seen.includes(number)) this.#pages.delete(number);
    for (const number of this.#seen) void this.#load(number);
  }

  async #fetch(number: number): Promise<void> {
    const known = this.#pages.get(number);
    if (known !== undefined) {
      this.#pages.delete(number);
      this.#pages.set(number, known);
      return;
    }
    const beyond = this.total !== null && number * WINDOW >= this.total;
    if (number < 0 || (number > 0 && beyond)) return;
    await this.#load(number);
  }

  async #load(number: number): Promise<void> {
    const generation = this.#generation;
    const ticket = `${generation}:${number}`;
    if (this.#asked.has(ticket)) return;
    this.#asked.add(ticket);
    try {
      const page = await this.#source.fetchPage(number * WINDOW, WINDOW);
      if (generation !== this.#generation) return;
      this.#keep(number, page);
    } catch (error) {
      if (generation !== this.#generation) return;
      this.error = error instanceof Error ? error : new Error(String(error));
    } finally {
      this.#asked.delete(ticket);
    }
    this.#changed();
  }

  #keep(number: number, page: Page<Row>): void {
    this.error = null;
    const more = page.more === true;
    // What lies further down was found by asking for it: a page from above does not take it back.
    const found = more && this.#counted === this.#generation ? (this.total ?? 0) : 0;
    this.total = Math.max(found, page.total);
    this.more = more;
    this.#counted = this.#generation;
    // The search was not at its end when it had to answer: it goes on from there.
    if (more && page.rows < WINDOW && this.#seen.includes(number))
      queueMicrotask(() => void this.#load(number));
    this.#pages.delete(number);
    this.#pages.set(number, page);
    for (const old of this.#pages.keys()) {
      if (this.#pages.size <= KEPT) break;
      if (!this.#seen.includes(old)) this.#pages.delete(old);
    }
  }

  #changed(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}

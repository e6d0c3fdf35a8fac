import type { PhoneRules } from '../phone/normalise.ts';
import { type Mapping, MOST_COLUMNS } from './columns.ts';
import { packFields } from './extra-fields.ts';

/** A row that holds a number which may be called. */
export interface GoodRow {
  readonly outcome: 'good';
  /** E.164 digits. */
  readonly number: number;
  readonly name: string;
  readonly fields: string | null;
  /** Whether a later row with the same number could add a name or a field. */
  readonly gaps: boolean;
}

export interface RefusedRow {
  readonly outcome: 'refused';
  readonly column: string;
  readonly value: string;
  readonly reason: string;
  readonly suggestion: string;
}

/** The longest E.164 number (ITU-T E.164, 6.2.1). */
const E164_DIGITS = 15;
/** Longer cells are cut in reports. */
const REPORTED = 200;

/** Turns the cells of a row into what a list stores, or into the reason why it can't. */
export class RowReader {
  readonly #rules: PhoneRules;
  readonly #region: string;
  readonly #mapping: Mapping;

  constructor(rules: PhoneRules, region: string, mapping: Mapping) {
    this.#rules = rules;
    this.#region = region;
    this.#mapping = mapping;
  }

  read(cells: readonly string[]): GoodRow | RefusedRow {
    const { titles, number, names, fields } = this.#mapping;
    if (cells.length === 1 && cells[0] === '') {
      return this.#refused('', { reason: 'The row is empty.', suggestion: 'Nothing to do.' });
    }
    if (cells.length > MOST_COLUMNS) {
      return this.#refused(`${cells.length} cells`, {
        reason: `The row has ${cells.length.toLocaleString('en')} cells; at most ${MOST_COLUMNS.toLocaleString('en')} are kept.`,
        suggestion: 'Look for a missing line break or a wrong delimiter in this row.',
      });
    }
    const cell = cells[number] ?? '';
    const verdict = this.#rules.normalise(cell, this.#region);
    if (verdict.outcome !== 'number') return this.#refused(cell, verdict);
    if (verdict.digits.length > E164_DIGITS) {
      return this.#refused(cell, {
        reason: 'The number has more than 15 digits, which no number that can be dialled has.',
        suggestion: 'Look for digits too many, such as an extension.',
      });
    }
    const name = names.length === 1 ? (cells[names[0] as number] ?? '').trim() : this.#joined(cells);
    const values = fields.map((index) => cells[index] ?? '');
    const gaps = (names.length > 0 && name === '') || values.includes('');
    for (let index = titles.length; index < cells.length; index++) values.push(cells[index] as string);
    return { outcome: 'good', number: Number(verdict.digits), name, fields: packFields(values), gaps };
  }

  /** Whether cells are a whole row with a good number: then a row before it has no right to swallow it. */
  isRow(cells: readonly string[]): boolean {
    const cell = cells[this.#mapping.number] ?? '';
    return this.#rules.normalise(cell, this.#region).outcome === 'number';
  }

  #joined(cells: readonly string[]): string {
    return this.#mapping.names
      .map((index) => (cells[index] ?? '').trim())
      .filter((part) => part !== '')
      .join(' ');
  }

  #refused(cell: string, words: { reason: string; suggestion: string }): RefusedRow {
    const value = cell.length > REPORTED ? `${cell.slice(0, REPORTED)}…` : cell;
    const { reason, suggestion } = words;
    return {
      outcome: 'refused',
      column: this.#mapping.titles[this.#mapping.number] as string,
      value,
      reason,
      suggestion,
    };
  }
}

import { packFields } from '#main/db/lists/extra-fields.ts';
import type { PhoneRules, Verdict } from '../phone/normalise.ts';
import { type Mapping, MOST_COLUMNS } from './columns.ts';
import { priorityOf, zoneNamed } from './zone-and-priority.ts';

/** A row that holds a number which may be called. */
export interface GoodRow {
  readonly outcome: 'good';
  /** E.164 digits. */
  readonly number: number;
  readonly name: string;
  readonly fields: string | null;
  readonly traits: number;
  readonly zone: string | null;
  readonly priority: number | null;
  /** Possible but not valid, and accepted all the same. */
  readonly doubtful: boolean;
  /** Whether a later row with the same number could add something. */
  readonly gaps: boolean;
}

export interface RefusedRow {
  readonly outcome: 'refused';
  readonly column: string;
  readonly value: string;
  readonly reason: string;
  readonly suggestion: string;
  readonly cause: 'row' | 'doubtful' | 'never-dialled';
  /** The number that a doubtful row may be accepted as. */
  readonly number: number | null;
}

/** How a file's rows are to be read. */
export interface RowPlan {
  readonly mapping: Mapping;
  /** ISO 3166 code of the country of numbers without a country code. */
  readonly region: string;
  /** Takes numbers that are possible but not valid. */
  readonly acceptDoubtful?: boolean;
}

/** The longest E.164 number (ITU-T E.164, 6.2.1). */
const E164_DIGITS = 15;
/** Longer cells are cut in reports. */
const REPORTED = 200;

/** Where and when a callee is to be called, as far as the file says. */
export interface Place {
  readonly zone: string | null;
  readonly priority: number | null;
  /** Whether a column for it has nothing in this row. */
  readonly gaps: boolean;
}

/** The file says nothing. */
export const NO_PLACE: Place = { zone: null, priority: null, gaps: false };

interface Words {
  readonly reason: string;
  readonly suggestion: string;
}

/** Turns the cells of a row into what a list stores, or into the reason why it can't. */
export class RowReader {
  readonly #rules: PhoneRules;
  readonly #region: string;
  readonly #mapping: Mapping;
  readonly #acceptDoubtful: boolean;

  constructor(rules: PhoneRules, { mapping, region, acceptDoubtful = false }: RowPlan) {
    this.#rules = rules;
    this.#region = region;
    this.#mapping = mapping;
    this.#acceptDoubtful = acceptDoubtful;
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
    const accepted = this.#accepted(verdict);
    if (accepted === null) return this.#refusedNumber(cell, verdict);
    if (accepted.digits.length > E164_DIGITS) {
      return this.#refused(cell, {
        reason: 'The number has more than 15 digits, which no number that can be dialled has.',
        suggestion: 'Look for digits too many, such as an extension.',
      });
    }
    const more = this.place({ text: (at) => cells[at] ?? '' });
    if ('outcome' in more) return more;
    const name = names.length === 1 ? (cells[names[0] as number] ?? '').trim() : this.#joined(cells);
    const values = fields.map((index) => cells[index] ?? '');
    const gaps = (names.length > 0 && name === '') || values.includes('') || more.gaps;
    for (let index = titles.length; index < cells.length; index++) values.push(cells[index] as string);
    return {
      outcome: 'good',
      number: Number(accepted.digits),
      name,
      fields: packFields(values),
      traits: accepted.traits,
      zone: more.zone,
      priority: more.priority,
      doubtful: verdict.outcome === 'refused',
      gaps,
    };
  }

  /** Whether cells are a whole row with a good number: then a row before it has no right to swallow it. */
  isRow(cells: readonly string[]): boolean {
    const cell = cells[this.#mapping.number] ?? '';
    return this.#rules.normalise(cell, this.#region).outcome === 'number';
  }

  #accepted(verdict: Verdict): { readonly digits: string; readonly traits: number } | null {
    if (verdict.outcome === 'number') return verdict;
    if (!this.#acceptDoubtful || verdict.outcome !== 'refused' || verdict.doubtful === undefined) return null;
    return { digits: verdict.doubtful, traits: verdict.traits ?? 0 };
  }

  /** The zone and the priority of a row, or why it is refused for them. */
  place(cells: { text(column: number): string }): Place | RefusedRow {
    const { zone: zoneAt, priority: priorityAt } = this.#mapping;
    if (zoneAt < 0 && priorityAt < 0) return NO_PLACE;
    const zoneCell = zoneAt < 0 ? '' : cells.text(zoneAt).trim();
    const priorityCell = priorityAt < 0 ? '' : cells.text(priorityAt).trim();
    const zone = zoneCell === '' ? null : zoneNamed(zoneCell);
    const priority = priorityCell === '' ? null : priorityOf(priorityCell);
    if (zoneCell !== '' && zone === null) {
      const reason = 'There is no such time zone.';
      const suggestion =
        'Write a name such as Europe/Berlin or America/New_York, or leave the cell empty: then it goes by the number.';
      return this.#refused(zoneCell, { reason, suggestion }, zoneAt);
    }
    if (priorityCell !== '' && priority === null) {
      const reason = 'A priority is a whole number from 0 to 1,000,000.';
      return this.#refused(
        priorityCell,
        { reason, suggestion: 'Write such a number, or leave the cell empty.' },
        priorityAt,
      );
    }
    const gaps = (zoneAt >= 0 && zone === null) || (priorityAt >= 0 && priority === null);
    return { zone, priority, gaps };
  }

  #joined(cells: readonly string[]): string {
    return this.#mapping.names
      .map((index) => (cells[index] ?? '').trim())
      .filter((part) => part !== '')
      .join(' ');
  }

  #refusedNumber(cell: string, verdict: Verdict): RefusedRow {
    const refused = this.#refused(cell, verdict as Words);
    if (verdict.outcome === 'never-dialled') return { ...refused, cause: 'never-dialled' };
    const doubtful = verdict.outcome === 'refused' ? verdict.doubtful : undefined;
    if (doubtful === undefined || doubtful.length > E164_DIGITS) return refused;
    return { ...refused, cause: 'doubtful', number: Number(doubtful) };
  }

  #refused(cell: string, { reason, suggestion }: Words, column = this.#mapping.number): RefusedRow {
    const value = cell.length > REPORTED ? `${cell.slice(0, REPORTED)}…` : cell;
    const title = this.#mapping.titles[column] as string;
    return { outcome: 'refused', column: title, value, reason, suggestion, cause: 'row', number: null };
  }
}

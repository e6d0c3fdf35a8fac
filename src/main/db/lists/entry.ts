/** An entry of a list version. */
export interface ListEntry {
  /** Its place in the version, from 1; it stays the same in the versions that edits make of this one. */
  readonly seq: number;
  /** E.164 digits without the plus sign: at most 15, so exact as a JavaScript number. */
  readonly number: number;
  /** '' if the file gave none. */
  readonly name: string;
  /** Record of the source file, counted from 1 with the header; 0: typed by a person. */
  readonly row: number;
  /** JSON array of texts, by position of the version's fields; null if all are empty (`packFields`). */
  readonly fields: string | null;
  /** Country and type of the number; see `number-traits.ts`. */
  readonly traits: number;
  /** IANA zone that the file gave; null: by the number. */
  readonly zone: string | null;
  /** Smaller is called first; null: in the list's order. */
  readonly priority: number | null;
}

import { packedTexts } from './block-builder.ts';
import type { ListEntry } from './entry.ts';
import { EntryBlock, fixedBytes, fixedColumns, NO_PRIORITY, type PackedBlock } from './entry-block.ts';

type Changed = Omit<ListEntry, 'seq'> | null;
type Changes = ReadonlyMap<number, Changed>;

/**
 * A block with some of its entries, by seq, replaced or taken out (null). What was there of them is gone from its
 * bytes; the other entries and all seqs stay as they are.
 */
export function changeBlock(block: PackedBlock, changes: Changes): PackedBlock {
  const { first, count } = block;
  const old = EntryBlock.of(block);
  const own = [...changes.keys()]
    .filter((seq) => seq >= first && seq < first + count)
    .toSorted((a, b) => a - b);
  const placed = own.some((seq) => isPlaced(changes.get(seq))) || someStayPlaced(old, block, changes);
  const fixed = new Uint8Array(fixedBytes(count, placed));
  const columns = fixedColumns(fixed, count, placed);
  columns.numbers.set(old.numbers);
  columns.rows.set(old.rows);
  columns.traits.set(old.traits);
  const { texts: before } = old;
  const { ends } = old.columns;
  const texts: Uint8Array[] = [];
  let [copied, length] = [0, 0];
  const copyUpTo = (at: number): void => {
    const from = copied === 0 ? 0 : (ends[copied - 1] as number);
    const to = at === 0 ? 0 : (ends[at - 1] as number);
    for (let index = copied; index < at; index++)
      columns.ends[index] = (ends[index] as number) - from + length;
    texts.push(before.subarray(from, to));
    length += to - from;
  };
  for (const seq of own) {
    const at = seq - first;
    copyUpTo(at);
    const entry = changes.get(seq) ?? null;
    columns.numbers[at] = entry?.number ?? 0;
    columns.rows[at] = entry?.row ?? 0;
    columns.traits[at] = entry?.traits ?? 0;
    const packed = entry === null ? new Uint8Array(0) : packedTexts(entry);
    texts.push(packed);
    length += packed.length;
    columns.ends[at] = length;
    copied = at + 1;
  }
  copyUpTo(count);
  const zones = placed ? JSON.stringify(place(columns, old, changes)) : null;
  return { first, count, fixed, texts: joined(texts, length), zones };
}

function isPlaced(entry: Changed | undefined): boolean {
  return entry !== undefined && entry !== null && (entry.zone !== null || entry.priority !== null);
}

function someStayPlaced(old: EntryBlock, { first, count, zones }: PackedBlock, changes: Changes): boolean {
  if (zones === null) return false;
  for (let at = 0; at < count; at++) {
    if (!changes.has(first + at) && (old.zone(at) !== null || old.priority(at) !== null)) return true;
  }
  return false;
}

/** Writes the columns of zones and priorities; returns the zones, without those that no entry has any more. */
function place(columns: ReturnType<typeof fixedColumns>, old: EntryBlock, changes: Changes): string[] {
  const zones = new Map<string, number>();
  for (let at = 0; at < old.count; at++) {
    const entry = changes.get(old.first + at);
    const zone = entry === undefined ? old.zone(at) : (entry?.zone ?? null);
    const priority = entry === undefined ? old.priority(at) : (entry?.priority ?? null);
    if (zone !== null && !zones.has(zone)) zones.set(zone, zones.size + 1);
    (columns.zones as Uint16Array)[at] = zone === null ? 0 : (zones.get(zone) as number);
    (columns.priorities as Uint32Array)[at] = priority ?? NO_PRIORITY;
  }
  return [...zones.keys()];
}

/** In memory of its own: small buffers of Node share theirs, and could not go to another thread. */
function joined(texts: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const text of texts) {
    all.set(text, at);
    at += text.length;
  }
  return all;
}

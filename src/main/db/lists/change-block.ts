import { BlockBuilder } from './block-builder.ts';
import type { ListEntry } from './entry.ts';
import { EntryBlock, fixedBytes, fixedColumns, NO_PRIORITY, type PackedBlock } from './entry-block.ts';

type Changed = Omit<ListEntry, 'seq'> | null;

/**
 * A block with some of its entries, by seq, replaced or taken out (null). What was there of them is gone from its
 * bytes; the other entries and all seqs stay as they are.
 */
export function changeBlock(block: PackedBlock, changes: ReadonlyMap<number, Changed>): PackedBlock {
  const { first, count } = block;
  const old = EntryBlock.of(block);
  const own = [...changes.keys()]
    .filter((seq) => seq >= first && seq < first + count)
    .toSorted((a, b) => a - b);
  const texts: Uint8Array[] = [];
  const {
    texts: before,
    columns: { ends },
  } = old;
  const zones = zonesWith(block, changes);
  const fixed = new Uint8Array(fixedBytes(count, zones !== null));
  const columns = fixedColumns(fixed, count, zones !== null);
  columns.numbers.set(old.numbers);
  columns.rows.set(old.rows);
  columns.traits.set(old.traits);
  for (let at = 0; zones !== null && at < count; at++) placeAt(columns, at, zones, old);
  let [copied, length] = [0, 0];
  const copyUpTo = (at: number): void => {
    const from = copied === 0 ? 0 : (ends[copied - 1] as number);
    const to = at === 0 ? 0 : (ends[at - 1] as number);
    for (let index = copied; index < at; index++)
      columns.ends[index] = (ends[index] as number) - from + length;
    texts.push(before.subarray(from, to));
    length += to - from;
    copied = at;
  };
  for (const seq of own) {
    const at = seq - first;
    copyUpTo(at);
    const entry = changes.get(seq) ?? null;
    columns.numbers[at] = entry?.number ?? 0;
    columns.rows[at] = entry?.row ?? 0;
    columns.traits[at] = entry?.traits ?? 0;
    if (zones !== null) {
      placeAt(columns, at, zones, {
        zone: () => entry?.zone ?? null,
        priority: () => entry?.priority ?? null,
      });
    }
    const packed = entry === null ? new Uint8Array(0) : textsOf(entry);
    texts.push(packed);
    length += packed.length;
    columns.ends[at] = length;
    copied = at + 1;
  }
  copyUpTo(count);
  return { first, count, fixed, texts: Buffer.concat(texts), zones: zones && JSON.stringify(zones) };
}

function textsOf(entry: Omit<ListEntry, 'seq'>): Uint8Array {
  const alone = new BlockBuilder();
  alone.add(entry);
  return alone.take().texts;
}

/** The block's zones and those of new entries; null if nothing in the block has a zone or a priority. */
function zonesWith(block: PackedBlock, changes: ReadonlyMap<number, Changed>): string[] | null {
  const zones = block.zones === null ? [] : (JSON.parse(block.zones) as string[]);
  let placed = block.zones !== null;
  for (const entry of changes.values()) {
    if (entry === null) continue;
    placed ||= entry.zone !== null || entry.priority !== null;
    if (entry.zone !== null && !zones.includes(entry.zone)) zones.push(entry.zone);
  }
  return placed ? zones : null;
}

// oxlint-disable-next-line max-params -- a cell of two columns.
function placeAt(
  columns: ReturnType<typeof fixedColumns>,
  at: number,
  zones: readonly string[],
  from: { zone(at: number): string | null; priority(at: number): number | null },
): void {
  const zone = from.zone(at);
  (columns.zones as Uint16Array)[at] = zone === null ? 0 : zones.indexOf(zone) + 1;
  (columns.priorities as Uint32Array)[at] = from.priority(at) ?? NO_PRIORITY;
}

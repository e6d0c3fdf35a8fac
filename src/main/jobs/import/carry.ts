import { versionBlocks, versionKeys } from '#main/db/lists/version-blocks.ts';
import { kyselyOver, type RawDatabase } from '#main/db/open.ts';
import type { VersionWriter } from './writer.ts';

/** The extra fields of a version, by name. */
export function fieldsOfVersion(db: RawDatabase, key: number): string[] {
  const fields = db.prepare('select fields from number_list_versions where key = ?').pluck().get(key);
  return JSON.parse((fields as string | undefined) ?? '[]') as string[];
}

/**
 * Puts the entries of an earlier version first, in their order, and their numbers into `numbers`; some thousands at
 * each step.
 */
export async function* carryEntries(
  db: RawDatabase,
  onto: number,
  { numbers, writer }: { numbers: { push(number: number): void }; writer: VersionWriter },
): AsyncGenerator<void> {
  const kysely = kyselyOver(db);
  for await (const block of versionBlocks(kysely, await versionKeys(kysely, onto))) {
    for (let from = 0; from < block.count; ) {
      let to = from;
      for (; to < block.count && block.numbers[to] !== 0; to++) numbers.push(block.numbers[to] as number);
      if (to > from) writer.addRun(block, from, to);
      from = to + 1;
    }
    yield;
    if (writer.full) for (const _part of writer.flush()) yield;
  }
}

import type { ParsedInputOf } from '#shared/operations/index.ts';
import type { ReadyVersion } from '../db/number-lists.ts';
import { savedSegment } from '../db/segments.ts';
import type { MakeParams } from '../jobs/import/make-params.ts';
import type { Tx } from './handler.ts';
import { fault, type Refused } from './import-file.ts';

/** One of the lists that a list is split into. */
export interface SplitPart {
  readonly name: string;
  readonly note: string;
  readonly from: MakeParams['from'][number];
}

/** The lists that a split makes, each entry in exactly one of them; or why it can't be done. */
export async function splitPlan(
  tx: Tx,
  {
    input,
    version,
    name,
  }: { input: ParsedInputOf<'numberLists.split'>; version: ReadyVersion; name: string },
): Promise<SplitPart[] | Refused> {
  const { key } = version;
  const note = `Split from "${name}"`;
  const short = name.slice(0, 90);
  if (input.parts !== undefined) {
    const { parts } = input;
    if (input.segment !== undefined || input.filter !== undefined) {
      return fault('parts', 'Split into parts or by a segment, not both.');
    }
    if (version.accepted < parts) {
      return fault('parts', `The list has ${version.accepted} entries, too few for ${parts} parts.`);
    }
    return Array.from({ length: parts }, (_, part) => ({
      name: `${short} (${part + 1} of ${parts})`,
      note,
      from: {
        key,
        offset: Math.floor((part * version.accepted) / parts),
        limit:
          Math.floor(((part + 1) * version.accepted) / parts) - Math.floor((part * version.accepted) / parts),
      },
    }));
  }
  const segment = await segmentOf(tx, input);
  if (segment === undefined) return fault('segment', 'Choose a segment, or how many parts.');
  const { filter, title } = segment;
  const by = { list: input.id, filter };
  return [
    { name: `${short} – ${title}`.slice(0, 120), note, from: { key, ...by, rest: false } },
    { name: `${short} – not ${title}`.slice(0, 120), note, from: { key, ...by, rest: true } },
  ];
}

async function segmentOf(tx: Tx, input: ParsedInputOf<'numberLists.split'>) {
  if (input.filter !== undefined) return { filter: input.filter, title: 'selected' };
  if (input.segment === undefined) return undefined;
  const saved = await savedSegment(tx, { list: input.id, segment: input.segment });
  return saved && { filter: saved.filter, title: saved.name };
}

import { join } from 'node:path';
import type { numberListEntryOperations } from '#shared/operations/number-list-entries.ts';
import type { numberListVersionOperations } from '#shared/operations/number-list-versions.ts';
import type { numberListOperations } from '#shared/operations/number-lists.ts';
import { csv, editedList, fresh, type InputsOf, list, MISSING } from './place.ts';

export const numberListInputs: InputsOf<typeof numberListOperations> = {
  'numberLists.entries': async (at) => ({ id: await list(at) }),
  'numberLists.exportRefused': async (at) => ({
    id: await list(at),
    file: join(at.folder, `refused-${fresh()}.csv`),
  }),
  'numberLists.get': async (at) => ({ id: await list(at) }),
  'numberLists.import': (at) => ({ node: at.node, name: `Import ${fresh()}`, file: csv(at) }),
  'numberLists.importMore': async (at) => ({ id: await list(at), version: 1, file: csv(at) }),
  'numberLists.list': ({ node }) => ({ node }),
  'numberLists.preview': (at) => ({ node: at.node, file: csv(at) }),
  'numberLists.problems': async (at) => ({ id: await list(at) }),
  'numberLists.remove': async (at) => ({ id: await list(at), version: 1 }),
  'numberLists.rename': async (at) => ({ id: await list(at), version: 1, name: `Renamed ${fresh()}` }),
};

export const numberListVersionInputs: InputsOf<typeof numberListVersionOperations> = {
  'numberLists.addSegment': async (at) => ({ id: await list(at), name: 'A', filter: { regions: ['US'] } }),
  'numberLists.differences': async (at) => ({ id: await editedList(at), from: 1, to: 2 }),
  'numberLists.goBack': async (at) => ({ id: await editedList(at), version: 1, ordinal: 2 }),
  'numberLists.merge': async (at) => ({
    lists: [await list(at), await editedList(at)],
    name: `Merged ${fresh()}`,
  }),
  'numberLists.removeSegment': async (at) => ({ id: await list(at), segment: MISSING }),
  'numberLists.segments': async (at) => ({ id: await list(at) }),
  'numberLists.setRetention': async (at) => ({ id: await list(at), version: 1, days: 30 }),
  'numberLists.split': async (at) => ({ id: await list(at), parts: 2 }),
  'numberLists.undoImport': async (at) => ({ id: await list(at), version: 1 }),
  'numberLists.versions': async (at) => ({ id: await list(at) }),
};

export const numberListEntryInputs: InputsOf<typeof numberListEntryOperations> = {
  'numberLists.acceptRows': async (at) => ({ id: await list(at), version: 1 }),
  'numberLists.addEntry': async (at) => ({ id: await list(at), version: 1, number: '+12125550199' }),
  'numberLists.editEntry': async (at) => ({ id: await list(at), version: 1, seq: 1, number: '+12125550198' }),
  'numberLists.entry': async (at) => ({ id: await list(at), seq: 1 }),
  'numberLists.erase': ({ node }) => ({ node, number: '+12125550188' }),
  'numberLists.fixRow': async (at) => ({ id: await list(at), version: 1, problem: 1, value: '+12125550197' }),
  'numberLists.removeEntries': async (at) => ({ id: await list(at), version: 1, seqs: [2] }),
};

import type { packOperations } from '#shared/operations/packs.ts';
import { diffPacks } from '#shared/policy/diff.ts';
import { ok, type Reply } from '#shared/reply.ts';
import { findPack } from '../db/pack-versions.ts';
import { type HandlersOf, prepared } from './handler.ts';
import { detailOf, diffInWords, matrixOf } from './packs/answers.ts';
import { writePack } from './packs/export.ts';
import { findVersion, NO_SUCH_VERSION } from './packs/find.ts';
import { storePack } from './packs/import.ts';
import { listVersions } from './packs/list.ts';
import { type ReadPack, readPack } from './packs/read-file.ts';
import { impactOf, useVersion } from './packs/use.ts';

/** Role packs: reading them, importing versions, and putting one into force in a realm. */
export const packHandlers: HandlersOf<typeof packOperations> = {
  'packs.list': async (tx, _input, context) => ok(await listVersions(tx, context)),

  'packs.matrix': async (tx, input, context) => {
    const found = await findVersion(tx, context, input);
    return found.ok ? ok(matrixOf(found.value.pack)) : found;
  },

  'packs.detail': async (tx, input, context) => {
    const found = await findVersion(tx, context, input);
    return found.ok ? ok(detailOf(found.value)) : found;
  },

  'packs.diff': async (tx, input) => {
    const from = await findPack(tx, input.pack, input.from);
    const to = await findPack(tx, input.pack, input.to);
    if (from === undefined || to === undefined) return NO_SUCH_VERSION;
    return ok(diffInWords(diffPacks(from, to)));
  },

  'packs.export': async (tx, input, context) => {
    const found = await findVersion(tx, context, input);
    return found.ok ? writePack(found.value.pack, input, context) : found;
  },

  // Prepared: reading a file takes time, and needs no transaction.
  'packs.preview': prepared<'packs.preview', Reply<ReadPack>>({
    prepare: (reader, input, context) => readPack(reader, input, context),
    run: (_tx, _input, { prepared: read }) => (read.ok ? ok(read.value.shown) : read),
  }),

  'packs.import': prepared<'packs.import', Reply<ReadPack>>({
    prepare: (reader, { digest: _digest, ...input }, context) => readPack(reader, input, context),
    run: async (tx, input, context) => {
      const read = context.prepared;
      return read.ok ? storePack(tx, input, { read: read.value, context }) : read;
    },
  }),

  'packs.impact': impactOf,
  'packs.use': useVersion,
};

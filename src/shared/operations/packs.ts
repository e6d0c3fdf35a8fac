import { id, PLATFORM_ID } from '../ids.ts';
import { nothing, operation, type Target } from '../operation.ts';
import { mappingSchema } from '../policy/role-matrix/mapping.ts';
import { z } from '../zod.ts';
import { filePath } from './fields.ts';
import { matrixRow, packDetail, packDiff, packImpact, packPreview, packVersionRow } from './pack-answers.ts';

const packId = () => z.string().min(1, 'Name a role pack.').max(40).meta({ label: 'Role pack' });
const version = () => z.int().positive().meta({ label: 'Version' });
const realm = () => id().meta({ label: 'Realm' });
const platform = (): readonly Target[] => [{ kind: 'node', id: PLATFORM_ID }];

/** A version of a pack; left out: the one in force in the realm, without a realm the built-in one. */
const which = () => ({ pack: packId(), version: version().optional(), realm: realm().optional() });

const reading = () => ({
  file: filePath('File'),
  /** Of a role matrix: the pack that it becomes a version of. A JSON file names its own. */
  pack: packId().optional(),
  /** The version that the matrix is read over, and that the difference is shown to; left out: the newest. */
  base: version().optional(),
  sheet: z.string().max(200).optional(),
  /** How the matrix is read; left out: guessed. */
  mapping: mappingSchema().optional(),
});

/** What the packs say is public knowledge of the product: whoever is signed in may read it. */
export const packOperations = {
  'packs.list': operation({
    name: 'packs.list',
    kind: 'query',
    title: 'Role packs',
    permission: 'signed-in',
    input: nothing,
    output: () => z.array(packVersionRow()),
    targets: () => [],
  }),
  'packs.matrix': operation({
    name: 'packs.matrix',
    kind: 'query',
    title: 'Role matrix',
    permission: 'signed-in',
    input: () => z.strictObject(which()),
    output: () => z.array(matrixRow()),
    targets: () => [],
  }),
  'packs.detail': operation({
    name: 'packs.detail',
    kind: 'query',
    title: 'Role pack in full',
    permission: 'signed-in',
    input: () => z.strictObject(which()),
    output: packDetail,
    targets: () => [],
  }),
  'packs.diff': operation({
    name: 'packs.diff',
    kind: 'query',
    title: 'Compare versions of a role pack',
    permission: 'signed-in',
    input: () => z.strictObject({ pack: packId(), from: version(), to: version() }),
    output: packDiff,
    targets: () => [],
  }),
  'packs.export': operation({
    name: 'packs.export',
    kind: 'command',
    title: 'Save role matrix',
    permission: 'signed-in',
    input: () =>
      z.strictObject({
        ...which(),
        file: filePath('Save as'),
        /** `csv`: the matrix as the document has it; `json`: the pack itself, which can be imported again. */
        format: z.enum(['csv', 'json']).default('csv').meta({ label: 'Format' }),
        overwrite: z.boolean().default(false).meta({ label: 'Replace the file if it exists' }),
      }),
    output: () => z.strictObject({ file: z.string(), bytes: z.number() }),
    targets: () => [],
  }),
  'packs.preview': operation({
    name: 'packs.preview',
    kind: 'query',
    title: 'Preview role pack',
    permission: 'packs.import',
    input: () => z.strictObject(reading()),
    output: packPreview,
    targets: platform,
  }),
  'packs.import': operation({
    name: 'packs.import',
    kind: 'command',
    title: 'Import role pack',
    permission: 'packs.import',
    input: () =>
      z.strictObject({
        ...reading(),
        /** Of the file as it was looked at. */
        digest: z.string().max(64).optional(),
      }),
    output: () => z.strictObject({ pack: z.string(), version: z.number() }),
    targets: platform,
  }),
  'packs.impact': operation({
    name: 'packs.impact',
    kind: 'query',
    title: 'Impact of a version',
    permission: 'packs.use',
    input: () =>
      z.strictObject({ realm: realm(), version: version(), limit: z.int().min(1).max(1000).default(200) }),
    output: packImpact,
    targets: (input) => [{ kind: 'node', id: input.realm }],
  }),
  'packs.use': operation({
    name: 'packs.use',
    kind: 'command',
    title: 'Put version into force',
    permission: 'packs.use',
    danger: true,
    input: () =>
      z.strictObject({
        realm: realm(),
        version: version(),
        /** The version that was seen in force; refused if it is another by now. */
        from: version().optional(),
        /** Roles that people hold and that the version does not have may cease. */
        accept: z.boolean().default(false).meta({ label: 'Roles that are gone may cease' }),
      }),
    output: () => z.strictObject({ version: z.number(), from: z.number() }),
    targets: (input) => [{ kind: 'node', id: input.realm }],
  }),
};

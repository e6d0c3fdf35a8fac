import { nothing, operation } from '../operation.ts';
import { CELL_VALUES } from '../policy/pack.ts';
import { z } from '../zod.ts';

const packId = () => z.string().min(1, 'Name a role pack.').max(40).meta({ label: 'Role pack' });

const matrixRow = () =>
  z.strictObject({
    section: z.string(),
    /** The row of the document, word for word. */
    words: z.string(),
    permissions: z.array(z.string()),
    /** By role, for every role of the pack: the document's token and what it means by the reading rules. */
    cells: z.record(z.string(), z.strictObject({ token: z.string(), value: z.enum(CELL_VALUES) })),
  });
export type MatrixRow = z.output<ReturnType<typeof matrixRow>>;

const packRow = () =>
  z.strictObject({
    id: z.string(),
    version: z.number(),
    title: z.string(),
    /** Where the rights come from. */
    source: z.string(),
    nodeKinds: z.array(z.strictObject({ kind: z.string(), title: z.string(), parent: z.string() })),
    /** Role ids in the document's order. */
    roles: z.array(z.string()),
    rows: z.number(),
  });

/** What the packs say is public knowledge of the product: whoever is signed in may read it. */
export const packOperations = {
  'packs.list': operation({
    name: 'packs.list',
    kind: 'query',
    title: 'Role packs',
    permission: 'signed-in',
    input: () => nothing,
    output: () => z.array(packRow()),
    targets: () => [],
  }),
  'packs.matrix': operation({
    name: 'packs.matrix',
    kind: 'query',
    title: 'Role matrix',
    permission: 'signed-in',
    input: () => z.strictObject({ pack: packId() }),
    output: () => z.array(matrixRow()),
    targets: () => [],
  }),
};

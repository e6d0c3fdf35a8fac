import { CELL_VALUES } from '../policy/pack.ts';
import { cellSchema } from '../policy/pack-schema.ts';
import { COLUMN_USES, mappingSchema } from '../policy/role-matrix/mapping.ts';
import { z } from '../zod.ts';
import { whatIf } from './access-answers.ts';

const cell = () => z.strictObject({ token: z.string(), value: z.enum(CELL_VALUES) });

export const matrixRow = () =>
  z.strictObject({
    section: z.string(),
    /** The row of the document, word for word. */
    words: z.string(),
    permissions: z.array(z.string()),
    /** By role, for every role of the pack: the document's token and what it means by the reading rules. */
    cells: z.record(z.string(), cell()),
  });
export type MatrixRow = z.output<ReturnType<typeof matrixRow>>;

const nodeKinds = () => z.array(z.strictObject({ kind: z.string(), title: z.string(), parent: z.string() }));

export const packVersionRow = () =>
  z.strictObject({
    id: z.string(),
    version: z.number(),
    title: z.string(),
    /** Where the rights come from. */
    source: z.string(),
    nodeKinds: nodeKinds(),
    /** Role ids in the document's order. */
    roles: z.array(z.string()),
    rows: z.number(),
    /** Null: it came with the product. */
    imported: z.strictObject({ at: z.number(), file: z.string() }).nullable(),
    /** Realms that run under this version, of those that the asker may see. */
    realms: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        /** The version that was in force there before; null: none was. */
        former: z.number().nullable(),
      }),
    ),
  });
export type PackVersionRow = z.output<ReturnType<typeof packVersionRow>>;

/** A cell with its condition in words; null: none. */
const wholeCell = () =>
  z.strictObject({
    token: z.string(),
    value: z.enum(CELL_VALUES),
    condition: z.string().nullable(),
  });
export type WordedCell = z.output<ReturnType<typeof wholeCell>>;

export const packDetail = () =>
  z.strictObject({
    id: z.string(),
    version: z.number(),
    title: z.string(),
    source: z.string(),
    nodeKinds: nodeKinds(),
    roles: z.array(
      z.strictObject({
        id: z.string(),
        words: z.string(),
        /** Titles of the kinds of node at which it may be given. */
        givenAt: z.array(z.string()),
        signIn: z.boolean(),
        manages: z.array(z.string()),
        perPerson: z.number().nullable(),
        /** Of a custom role: its id, and the role it is based on. */
        custom: z.strictObject({ id: z.string(), basedOn: z.string() }).nullable(),
      }),
    ),
    rows: z.array(
      z.strictObject({
        id: z.string(),
        section: z.string(),
        words: z.string(),
        permissions: z.array(
          z.strictObject({ id: z.string(), words: z.string(), operations: z.array(z.string()) }),
        ),
        condition: z.string().nullable(),
        note: z.string().nullable(),
        /** `own` is the cell in the pack format, with its row's condition. */
        cells: z.record(z.string(), wholeCell().extend({ own: cellSchema() })),
      }),
    ),
  });
export type PackDetail = z.output<ReturnType<typeof packDetail>>;
export type DetailRow = PackDetail['rows'][number];
export type DetailCell = DetailRow['cells'][string];

const rowName = { id: z.string(), section: z.string(), words: z.string() };

export const packDiff = () =>
  z.strictObject({
    roles: z.strictObject({
      added: z.array(z.string()),
      removed: z.array(z.string()),
      changed: z.array(z.strictObject({ role: z.string(), what: z.array(z.string()) })),
    }),
    nodeKinds: z.strictObject({ added: z.array(z.string()), removed: z.array(z.string()) }),
    rows: z.strictObject({
      added: z.array(z.strictObject(rowName)),
      removed: z.array(z.strictObject(rowName)),
      changed: z.array(z.strictObject({ ...rowName, what: z.array(z.string()) })),
    }),
    cells: z.array(
      z.strictObject({
        row: z.string(),
        section: z.string(),
        words: z.string(),
        role: z.string(),
        change: z.enum(['gained', 'lost', 'changed']),
        from: wholeCell().nullable(),
        to: wholeCell().nullable(),
      }),
    ),
  });
export type PackDiffAnswer = z.output<ReturnType<typeof packDiff>>;

const fault = () => z.strictObject({ where: z.string(), message: z.string() });

export const packPreview = () =>
  z.strictObject({
    kind: z.enum(['json', 'csv', 'xlsx']),
    /** The file's name without its folder. */
    name: z.string(),
    /** SHA-256 of the file; with it an import takes only what was looked at. */
    digest: z.string(),
    sheets: z.array(z.string()),
    sheet: z.string().nullable(),
    /** How the matrix was read; null for JSON. */
    mapping: mappingSchema().nullable(),
    columns: z.array(
      z.strictObject({
        title: z.string(),
        use: z.enum(COLUMN_USES),
        sample: z.array(z.string()),
      }),
    ),
    /** How often each token stands there. */
    tokens: z.array(z.strictObject({ token: z.string(), count: z.number() })),
    faults: z.array(fault()),
    notes: z.array(fault()),
    /** What the file would become; null where it has faults. */
    pack: z
      .strictObject({
        id: z.string(),
        version: z.number(),
        title: z.string(),
        roles: z.array(z.string()),
        rows: z.number(),
      })
      .nullable(),
    /** Against which version the difference is; null for a pack that is new. */
    comparedWith: z.number().nullable(),
    diff: packDiff().nullable(),
  });
export type PackPreview = z.output<ReturnType<typeof packPreview>>;

/** Who gains and loses what under a version, and what stands against putting it into force. */
export const packImpact = () =>
  z.strictObject({
    ...whatIf().shape,
    from: z.number(),
    to: z.number(),
    /** Roles that people hold and that the version does not have; people whom the asker may see. */
    vanished: z.array(
      z.strictObject({
        role: z.string(),
        count: z.number(),
        people: z.array(z.strictObject({ id: z.string(), name: z.string() })),
      }),
    ),
    customs: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        state: z.enum(['same', 'changed', 'gone']),
        text: z.string(),
      }),
    ),
    /** Why `packs.use` would refuse it; null: it would not. */
    refusal: z.string().nullable(),
    /** The version that was in force before the present one; null: none was. */
    former: z.number().nullable(),
  });
export type PackImpact = z.output<ReturnType<typeof packImpact>>;

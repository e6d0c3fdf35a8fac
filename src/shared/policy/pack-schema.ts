import { z } from '../zod.ts';
import { CELL_VALUES, PLAIN_CONDITIONS } from './pack.ts';

/** A record with two ends, each at a node, such as an association of departments. */
const ends = () =>
  z.strictObject({
    /** Both ends lie in one and the same node of this kind. */
    within: z.string(),
    /** And in two different nodes of this kind. */
    across: z.string().optional(),
    /** Self discovery must be known to be off. */
    selfDiscovery: z.literal('off').optional(),
    /** How many of the ends the assignment must cover. */
    cover: z.enum(['both', 'one']),
  });

const condition = () => z.union([z.enum(PLAIN_CONDITIONS), z.strictObject({ ends: ends() })]);

/** One cell of a pack, as an input. */
export const cellSchema = () =>
  z.strictObject({
    /** The raw token as the document has it; '' for blank. */
    token: z.string(),
    value: z.enum(CELL_VALUES),
    /** Of a conditional cell, in place of its row's condition. */
    condition: condition().optional(),
    /** A conditional cell counts only for assignments at nodes of these kinds. */
    at: z.array(z.string()).min(1).optional(),
  });

const role = () =>
  z.strictObject({
    /** The document's own spelling. */
    id: z.string().min(1),
    /** The document's own description. */
    words: z.string(),
    /** Kinds of node at which the role may be given; never empty. */
    nodeKinds: z.array(z.string()).min(1, 'It names no kind of scope at which it can be given.'),
    signIn: z.boolean(),
    /** Roles whose giving and taking the document entrusts to this one, besides what it holds itself. */
    manages: z.array(z.string()),
    /** How many assignments of the pack's roles one person may have; unlimited if absent. */
    perPerson: z.int().positive().optional(),
  });

const row = () =>
  z.strictObject({
    id: z.string().min(1),
    section: z.string(),
    /** The row of the document, word for word. */
    words: z.string().min(1),
    permissions: z.array(z.string()),
    /** By role id; a role without a cell is `unstated`. */
    cells: z.record(z.string(), cellSchema()),
    /** What the row's conditional cells need. */
    condition: condition().optional(),
    note: z.string().optional(),
  });

const pack = () =>
  z.strictObject({
    id: z.string().min(1),
    version: z.int().positive(),
    title: z.string().min(1),
    /** Where the rights come from. */
    source: z.string().min(1),
    nodeKinds: z.array(z.strictObject({ kind: z.string(), title: z.string(), parent: z.string() })),
    roles: z.array(role()).min(1),
    rows: z.array(row()),
  });

let made: ReturnType<typeof pack> | undefined;

/**
 * The format of a role pack: built-in packs and imported ones alike. Data, never code. Made when it is first asked for,
 * as a start reads no pack from outside.
 */
export function packSchema(): ReturnType<typeof pack> {
  made ??= pack();
  return made;
}

export type Pack = z.output<ReturnType<typeof pack>>;
export type PackRow = Pack['rows'][number];
export type PackRole = Pack['roles'][number];
export type Cell = z.output<ReturnType<typeof cellSchema>>;
export type Condition = z.output<ReturnType<typeof condition>>;
export type Ends = z.output<ReturnType<typeof ends>>;

import { id } from '../ids.ts';
import { operation } from '../operation.ts';
import { listInput, pageOf } from '../page.ts';
import { z } from '../zod.ts';
import { recordName, version } from './fields.ts';

const node = () =>
  z.strictObject({
    id: z.string(),
    parent: z.string().nullable(),
    realm: z.string().nullable(),
    kind: z.string(),
    name: z.string(),
    pack: z.string().nullable(),
    /** Archived itself, or lies in a scope that is. */
    archived: z.boolean(),
  });
export type NodeRow = z.output<ReturnType<typeof node>>;

const nodeKind = () =>
  z.strictObject({
    kind: z.string(),
    /** What the realm's pack calls it. */
    title: z.string(),
  });

const listedNode = () => ({
  id: z.string(),
  parent: z.string(),
  kind: z.string(),
  /** What the realm's pack calls the kind. */
  kindTitle: z.string(),
  name: z.string(),
  pack: z.string().nullable(),
  archived: z.boolean(),
  /** The realm's pack lets scopes lie below it. */
  mayHold: z.boolean(),
  version: z.number(),
});

/** Of what lies at and below; null where the asking person may not see such records. */
const counts = () => ({
  people: z.number().nullable(),
  assignments: z.number().nullable(),
});

const change = () => z.strictObject({ id: z.string(), version: z.number() });
const onNode = (input: { id: string }) => [{ kind: 'node', id: input.id } as const];

// The documents say of some kinds of scope who makes, changes and archives them; of the others the workspace's
// administrator does.
const MAY_CREATE = {
  byScope: {
    'X:account': 'lines.manage',
    conduit: 'customers.create',
    customer: 'departments.create',
    '*': 'nodes.create',
  },
} as const;
const MAY_RENAME = {
  byScope: {
    customer: 'customers.edit',
    department: 'departments.edit',
    'X:line': 'lines.manage',
    '*': 'nodes.edit',
  },
} as const;
const MAY_ARCHIVE = {
  byScope: {
    customer: 'customerBilling.archive',
    department: 'departments.delete',
    'X:line': 'lines.manage',
    '*': 'nodes.archive',
  },
} as const;

export const nodeOperations = {
  'nodes.tree': operation({
    name: 'nodes.tree',
    kind: 'query',
    title: 'Scopes I work in',
    permission: 'signed-in',
    input: () => z.strictObject({ archived: z.boolean().default(false).meta({ label: 'Archived too' }) }),
    /** Nodes at and below the person's assignments, and their ancestors up to the platform; parents first. */
    output: () => z.array(node()),
    targets: () => [],
  }),
  'nodes.children': operation({
    name: 'nodes.children',
    kind: 'query',
    title: 'Scopes below',
    permission: 'signed-in',
    input: () =>
      listInput(['name'], {
        parent: id().meta({ label: 'Scope' }),
        archived: z.boolean().default(false).meta({ label: 'Archived too' }),
      }),
    output: () => pageOf({ ...listedNode(), ...counts(), children: z.number() }),
    targets: () => [],
  }),
  'nodes.list': operation({
    name: 'nodes.list',
    kind: 'query',
    title: 'Scope tree',
    permission: 'signed-in',
    input: () =>
      listInput(['name', 'path'], {
        kind: z.string().max(40).optional().meta({ label: 'Kind' }),
        archived: z.boolean().default(false).meta({ label: 'Archived too' }),
      }),
    /** `path`: the names of the scopes above, from the realm on. */
    output: () => pageOf({ ...listedNode(), ...counts(), path: z.string() }),
    targets: () => [],
  }),
  'nodes.get': operation({
    name: 'nodes.get',
    kind: 'query',
    title: 'Scope',
    permission: 'signed-in',
    input: () => z.strictObject({ id: id() }),
    output: () =>
      z.strictObject({
        ...listedNode(),
        ...counts(),
        parent: z.string().nullable(),
        realm: z.string().nullable(),
        /** Archived by itself, not only by a scope above it. */
        archivedHere: z.boolean(),
        createdAt: z.number(),
        /** Of a realm: what its pack calls itself, and the version in force. */
        packTitle: z.string().nullable(),
        packVersion: z.number().nullable(),
        /** The scopes above, outermost first. */
        path: z.array(z.strictObject({ id: z.string(), kind: z.string(), name: z.string() })),
        /** The kind of scope that it must lie in; null for what stays where it is. */
        parentKind: z.string().nullable(),
        /** What the realm's pack lets lie directly below. */
        kindsBelow: z.array(nodeKind()),
        /** Products activated on an account; null: the pack knows no products here. */
        products: z.array(z.string()).nullable(),
      }),
    targets: () => [],
  }),
  'nodes.fate': operation({
    name: 'nodes.fate',
    kind: 'query',
    title: 'What archiving touches',
    permission: MAY_ARCHIVE,
    input: () => z.strictObject({ id: id() }),
    /** At and below; null where the asking person may not see such records. */
    output: () =>
      z.strictObject({
        ...counts(),
        scopes: z.number(),
        lists: z.number().nullable(),
        broadcasts: z.number().nullable(),
        /** Why it can't be archived now; null: it can. */
        refused: z.string().nullable(),
      }),
    targets: onNode,
  }),
  'nodes.create': operation({
    name: 'nodes.create',
    kind: 'command',
    title: 'Add scope',
    permission: MAY_CREATE,
    input: () =>
      z.strictObject({
        parent: id().meta({ label: 'Below' }),
        kind: z.string().min(1, 'Choose a kind.').max(40).meta({ label: 'Kind' }),
        name: recordName('scope'),
      }),
    output: () => change(),
    targets: (input) => [{ kind: 'node', id: input.parent }],
  }),
  'nodes.rename': operation({
    name: 'nodes.rename',
    kind: 'command',
    title: 'Rename scope',
    permission: MAY_RENAME,
    input: () => z.strictObject({ id: id(), version: version(), name: recordName('scope') }),
    output: () => change(),
    targets: onNode,
    states: ['open'],
  }),
  'nodes.move': operation({
    name: 'nodes.move',
    kind: 'command',
    title: 'Move scope',
    permission: 'nodes.move',
    input: () => z.strictObject({ id: id(), version: version(), parent: id().meta({ label: 'New place' }) }),
    output: () => change(),
    targets: (input) => [
      { kind: 'node', id: input.id },
      { kind: 'node', id: input.parent },
    ],
    states: ['open'],
  }),
  'nodes.archive': operation({
    name: 'nodes.archive',
    kind: 'command',
    title: 'Archive scope',
    permission: MAY_ARCHIVE,
    input: () => z.strictObject({ id: id(), version: version() }),
    output: () => change(),
    targets: onNode,
    states: ['open'],
    danger: true,
  }),
  'nodes.restore': operation({
    name: 'nodes.restore',
    kind: 'command',
    title: 'Restore scope',
    permission: MAY_ARCHIVE,
    input: () => z.strictObject({ id: id(), version: version() }),
    output: () => change(),
    targets: onNode,
    states: ['archived'],
  }),
};

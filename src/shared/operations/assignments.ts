import { id, PLATFORM_ID } from '../ids.ts';
import { operation } from '../operation.ts';
import { listInput, pageOf } from '../page.ts';
import { z } from '../zod.ts';
import { bulkResult, version } from './fields.ts';

/** The most items of one command of many. */
export const MAX_ITEMS = 1000;

const ids = (label: string) => z.array(id()).max(500).meta({ label });
const words = (label: string) => z.array(z.string().trim().min(1).max(80)).max(100).meta({ label });
const time = (label: string) => z.int().positive().nullable().meta({ label });

/** Which lines, products and queues, and from when until when (Unix ms; until is exclusive; null: no limit). */
const qualifiers = () => ({
  lines: ids('Lines').optional(),
  products: words('Products').optional(),
  queues: words('Queues').optional(),
  from: time('From').optional(),
  until: time('Until').optional(),
});

const gift = () => ({
  person: id().meta({ label: 'User' }),
  pack: z.string().min(1).max(40).meta({ label: 'Pack' }),
  role: z.string().min(1).max(80).meta({ label: 'Role' }),
  node: id().meta({ label: 'Scope' }),
  ...qualifiers(),
});

const assignmentRow = () => ({
  id: z.string(),
  person: z.string(),
  personName: z.string(),
  email: z.string(),
  pack: z.string(),
  role: z.string(),
  node: z.string(),
  nodeName: z.string(),
  realmName: z.string(),
  from: z.number().nullable(),
  until: z.number().nullable(),
  /** 'in-force', 'waiting' (its time has not come), 'ended', or 'archived' (its scope is). */
  state: z.string(),
  lines: z.array(z.string()),
  products: z.array(z.string()),
  queues: z.array(z.string()),
  givenAt: z.number(),
  version: z.number(),
});

const onAssignment = (input: { id: string }) => [{ kind: 'assignment', id: input.id } as const];
const onNode = (input: { node: string }) => [{ kind: 'node', id: input.node } as const];
const changed = () => z.strictObject({ version: z.number() });

export const assignmentOperations = {
  'assignments.list': operation({
    name: 'assignments.list',
    kind: 'query',
    title: 'Assignments',
    permission: 'roles.view',
    reach: 'within',
    input: () =>
      listInput(['person', 'role', 'node', 'until', 'givenAt'], {
        person: id().optional().meta({ label: 'User' }),
        pack: z.string().max(40).optional(),
        role: z.string().max(80).optional().meta({ label: 'Role' }),
      }),
    output: () => pageOf(assignmentRow()),
    targets: (input) => [{ kind: 'node', id: input.node ?? PLATFORM_ID }],
  }),
  'assignments.qualifiers': operation({
    name: 'assignments.qualifiers',
    kind: 'query',
    title: 'Lines and products that can be granted here',
    permission: 'assignments.grant',
    input: () => z.strictObject({ node: id() }),
    output: () =>
      z.strictObject({
        lines: z.array(z.strictObject({ id: z.string(), name: z.string() })),
        products: z.array(z.string()),
      }),
    targets: onNode,
  }),
  'assignments.grant': operation({
    name: 'assignments.grant',
    kind: 'command',
    title: 'Give role',
    permission: 'assignments.grant',
    input: () => z.strictObject(gift()),
    output: () => z.strictObject({ id: z.string(), version: z.number() }),
    targets: onNode,
  }),
  'assignments.edit': operation({
    name: 'assignments.edit',
    kind: 'command',
    title: 'Change assignment',
    permission: 'assignments.grant',
    /** What is left out stays. */
    input: () => z.strictObject({ id: id(), version: version(), ...qualifiers() }),
    output: changed,
    targets: onAssignment,
    states: ['given'],
  }),
  'assignments.revoke': operation({
    name: 'assignments.revoke',
    kind: 'command',
    title: 'Take role',
    permission: 'assignments.grant',
    input: () => z.strictObject({ id: id() }),
    output: () => z.strictObject({}),
    targets: onAssignment,
    states: ['given', 'archived'],
    danger: true,
  }),
  'assignments.grantMany': operation({
    name: 'assignments.grantMany',
    kind: 'command',
    title: 'Give roles to many',
    permission: 'assignments.grant',
    reach: 'each',
    input: () => z.strictObject({ items: z.array(z.strictObject(gift())).min(1).max(MAX_ITEMS) }),
    /** Results are by the position of the item. */
    output: () => bulkResult(),
    targets: () => [],
    redact: ['items'],
  }),
  'assignments.revokeMany': operation({
    name: 'assignments.revokeMany',
    kind: 'command',
    title: 'Take roles from many',
    permission: 'assignments.grant',
    reach: 'each',
    input: () => z.strictObject({ ids: z.array(id()).min(1).max(MAX_ITEMS) }),
    output: () => bulkResult(),
    targets: () => [],
    danger: true,
  }),
  'assignments.copy': operation({
    name: 'assignments.copy',
    kind: 'command',
    title: 'Copy access',
    permission: 'assignments.grant',
    reach: 'each',
    input: () =>
      z.strictObject({
        from: id().meta({ label: 'From' }),
        to: z.array(id()).min(1).max(100).meta({ label: 'To' }),
      }),
    /** A result for each assignment that one sees and each person, by '<person>:<assignment>'. */
    output: () => bulkResult(),
    targets: () => [],
  }),
  'productAccess.set': operation({
    name: 'productAccess.set',
    kind: 'command',
    title: 'Change access to products',
    permission: 'productAccess.edit',
    input: () => z.strictObject({ id: id(), version: version(), products: words('Products') }),
    output: changed,
    targets: onAssignment,
    states: ['given'],
  }),
  'lineAccess.set': operation({
    name: 'lineAccess.set',
    kind: 'command',
    title: 'Change access to lines',
    permission: 'lineAccess.edit',
    input: () => z.strictObject({ id: id(), version: version(), lines: ids('Lines') }),
    output: changed,
    targets: onAssignment,
    states: ['given'],
  }),
};

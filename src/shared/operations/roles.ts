import { id, PLATFORM_ID } from '../ids.ts';
import { operation } from '../operation.ts';
import { listInput, pageOf } from '../page.ts';
import { cellSchema } from '../policy/pack-schema.ts';
import { z } from '../zod.ts';
import { recordName, version } from './fields.ts';

const roleName = () => recordName('role').meta({ label: 'Name' });
const words = () => z.string().trim().max(500, 'Use at most 500 characters.').meta({ label: 'Description' });
/** By row id, the cells that differ from the role it is based on. */
const cells = () =>
  z
    .record(z.string().max(200), cellSchema())
    .refine((given) => Object.keys(given).length <= 2000, 'These are more cells than a role can change.');

const roleRow = () =>
  z.strictObject({
    pack: z.string(),
    role: z.string(),
    words: z.string(),
    signIn: z.boolean(),
    /** How many people hold it, of those whose roles the asker may see. */
    people: z.number(),
    /** Of a custom role: its record, the role it is based on, and where it can be given. */
    custom: z
      .strictObject({
        id: z.string(),
        basedOn: z.string(),
        node: z.string(),
        nodeName: z.string(),
        version: z.number(),
      })
      .nullable(),
  });
export type RoleRow = z.output<ReturnType<typeof roleRow>>;

const customRole = () =>
  z.strictObject({
    id: z.string(),
    realm: z.string(),
    pack: z.string(),
    node: z.string(),
    nodeName: z.string(),
    name: z.string(),
    words: z.string(),
    basedOn: z.string(),
    cells: z.record(z.string(), cellSchema()),
    people: z.number(),
    version: z.number(),
  });
export type CustomRoleRecord = z.output<ReturnType<typeof customRole>>;

/** The roles of a realm: the pack's own, and those made by copying one and changing cells. */
export const roleOperations = {
  'roles.list': operation({
    name: 'roles.list',
    kind: 'query',
    title: 'Roles',
    permission: 'roles.view',
    reach: 'within',
    /** A realm, or a scope in it; the workspace itself has Rolecall's own roles. */
    input: () => z.strictObject({ node: id().meta({ label: 'Realm' }) }),
    output: () => z.array(roleRow()),
    targets: (input) => [{ kind: 'node', id: input.node }],
  }),
  'roles.holders': operation({
    name: 'roles.holders',
    kind: 'query',
    title: 'People with a role',
    permission: 'roles.view',
    reach: 'within',
    input: () =>
      listInput(['name'], {
        pack: z.string().min(1).max(40),
        role: z.string().min(1).max(120),
      }),
    output: () =>
      pageOf({
        assignment: z.string(),
        person: z.string(),
        name: z.string(),
        email: z.string(),
        active: z.boolean(),
        node: z.string(),
        nodeName: z.string(),
      }),
    /** Without a scope: everywhere. */
    targets: (input) => [{ kind: 'node', id: input.node ?? PLATFORM_ID }],
  }),
  'roles.get': operation({
    name: 'roles.get',
    kind: 'query',
    title: 'Custom role',
    permission: 'roles.view',
    input: () => z.strictObject({ id: id() }),
    output: customRole,
    targets: (input) => [{ kind: 'custom-role', id: input.id }],
  }),
  'roles.create': operation({
    name: 'roles.create',
    kind: 'command',
    title: 'Create role',
    permission: 'roles.edit',
    input: () =>
      z.strictObject({
        /** It can be given here and below. */
        node: id().meta({ label: 'Scope' }),
        name: roleName(),
        words: words().default(''),
        basedOn: z
          .string()
          .min(1, 'Choose the role that it is a copy of.')
          .max(120)
          .meta({ label: 'Copy of' }),
        cells: cells().default({}),
      }),
    output: () => z.strictObject({ id: z.string(), version: z.number() }),
    targets: (input) => [{ kind: 'node', id: input.node }],
  }),
  'roles.edit': operation({
    name: 'roles.edit',
    kind: 'command',
    title: 'Edit role',
    permission: 'roles.edit',
    input: () =>
      z.strictObject({
        id: id(),
        version: version(),
        name: roleName(),
        words: words().default(''),
        cells: cells(),
      }),
    output: () => z.strictObject({ id: z.string(), version: z.number() }),
    targets: (input) => [{ kind: 'custom-role', id: input.id }],
  }),
  'roles.delete': operation({
    name: 'roles.delete',
    kind: 'command',
    title: 'Delete role',
    permission: 'roles.edit',
    danger: true,
    input: () =>
      z.strictObject({
        id: id(),
        version: version(),
        /** The role that its holders get instead; without one a role that people hold stays. */
        instead: z.string().min(1).max(120).optional().meta({ label: 'Role for its holders' }),
      }),
    output: () => z.strictObject({ reassigned: z.number() }),
    targets: (input) => [{ kind: 'custom-role', id: input.id }],
  }),
};

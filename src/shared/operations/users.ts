import { id, PLATFORM_ID } from '../ids.ts';
import { operation } from '../operation.ts';
import { listInput, pageOf } from '../page.ts';
import { z } from '../zod.ts';
import { bulkResult, filePath, newPassword, version } from './fields.ts';

/** A role given at the user's node. */
const access = () =>
  z
    .array(z.strictObject({ pack: z.string().min(1).max(40), role: z.string().min(1).max(80) }))
    .max(40)
    .meta({ label: 'Access' });

const person = () => ({
  firstName: z.string().trim().min(1, 'Enter a first name.').max(80).meta({ label: 'First name' }),
  lastName: z.string().trim().min(1, 'Enter a last name.').max(80).meta({ label: 'Last name' }),
  email: z.email('Enter an e-mail address, such as ana@example.com.').max(254).meta({ label: 'E-mail' }),
});

const userRow = () => ({
  id: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  email: z.string(),
  active: z.boolean(),
  /** Has no password yet, so cannot sign in. */
  invited: z.boolean(),
  /** Role ids in force or to come at all visible nodes, joined by ', '. */
  roles: z.string(),
  node: z.string(),
  nodeName: z.string(),
  lastSignIn: z.number().nullable(),
  version: z.number(),
});

const user = () =>
  z.strictObject({
    id: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    email: z.string(),
    active: z.boolean(),
    invited: z.boolean(),
    node: z.string(),
    nodeName: z.string(),
    lastSignIn: z.number().nullable(),
    createdAt: z.number(),
    version: z.number(),
    assignments: z.array(
      z.strictObject({
        id: z.string(),
        pack: z.string(),
        role: z.string(),
        node: z.string(),
        nodeName: z.string(),
        /** Unix ms; null: no limit. Those that have ended are left out. */
        from: z.number().nullable(),
        until: z.number().nullable(),
      }),
    ),
  });
export type User = z.output<ReturnType<typeof user>>;

/** `invited`: switched on, but without a password yet. */
export const USER_STATES = ['active', 'inactive', 'invited'] as const;

const count = () => z.number();

const csvRow = () =>
  z.strictObject({
    /** In the file; the header is row 1. */
    row: z.number(),
    /** `add`: a new person; `give`: a role for somebody who is here; `nothing`: all is so already. */
    outcome: z.enum(['add', 'give', 'nothing', 'refused']),
    name: z.string(),
    email: z.string(),
    role: z.string(),
    /** The scope's path in names. */
    scope: z.string(),
    from: z.number().nullable(),
    until: z.number().nullable(),
    message: z.string().nullable(),
  });
export type CsvPersonRow = z.output<ReturnType<typeof csvRow>>;

const onPerson = (input: { id: string }) => [{ kind: 'person', id: input.id } as const];

export const userOperations = {
  'users.list': operation({
    name: 'users.list',
    kind: 'query',
    title: 'Users',
    permission: 'users.view',
    reach: 'within',
    input: () =>
      listInput(['name', 'email', 'active', 'lastSignIn'], {
        name: z.string().trim().max(120).optional().meta({ label: 'Name' }),
        email: z.string().trim().max(254).optional().meta({ label: 'E-mail' }),
        role: z.string().trim().max(80).optional().meta({ label: 'Role' }),
        state: z.enum(USER_STATES).optional().meta({ label: 'Status' }),
        activeOnly: z.boolean().default(false).meta({ label: 'Active users only' }),
      }),
    output: () => pageOf(userRow()),
    targets: (input) => [{ kind: 'node', id: input.node ?? PLATFORM_ID }],
  }),
  'users.get': operation({
    name: 'users.get',
    kind: 'query',
    title: 'User',
    permission: 'users.view',
    input: () => z.strictObject({ id: id() }),
    output: () => user(),
    targets: onPerson,
  }),
  'users.assignableRoles': operation({
    name: 'users.assignableRoles',
    kind: 'query',
    title: 'Roles that can be given here',
    permission: 'assignments.grant',
    input: () => z.strictObject({ node: id() }),
    output: () =>
      z.array(
        z.strictObject({
          pack: z.string(),
          role: z.string(),
          words: z.string(),
          mayGrant: z.boolean(),
          why: z.string().nullable(),
          /** What an assignment of it is narrowed by: 'lines', 'products', 'queues'. */
          qualifiers: z.array(z.string()),
        }),
      ),
    targets: (input) => [{ kind: 'node', id: input.node }],
  }),
  'users.create': operation({
    name: 'users.create',
    kind: 'command',
    title: 'Add user',
    permission: 'users.create',
    input: () =>
      z.strictObject({
        node: id().meta({ label: 'Account' }),
        ...person(),
        access: access(),
        password: newPassword().meta({ label: 'Password' }),
        repeat: z.string().max(128).meta({ label: 'Repeat password' }),
        active: z.boolean().default(true).meta({ label: 'Active' }),
      }),
    output: () => z.strictObject({ id: z.string(), version: z.number() }),
    targets: (input) => [{ kind: 'node', id: input.node }],
    redact: ['password', 'repeat'],
  }),
  'users.invite': operation({
    name: 'users.invite',
    kind: 'command',
    title: 'Invite user',
    permission: 'users.create',
    /** Adds a person without a password, who cannot sign in until one is set. */
    input: () =>
      z.strictObject({
        node: id().meta({ label: 'Account' }),
        ...person(),
        role: z
          .strictObject({
            pack: z.string().min(1).max(40),
            role: z.string().min(1).max(80),
            node: id(),
            from: z.int().positive().nullable().default(null),
            until: z.int().positive().nullable().default(null),
          })
          .optional(),
      }),
    output: () => z.strictObject({ id: z.string(), version: z.number() }),
    targets: (input) => [{ kind: 'node', id: input.node }],
  }),
  'users.edit': operation({
    name: 'users.edit',
    kind: 'command',
    title: 'Edit user',
    permission: 'users.edit',
    input: () =>
      z.strictObject({
        id: id(),
        version: version(),
        ...person(),
        /** Roles at the user's own node after the change; left out: unchanged. */
        access: access().optional(),
      }),
    output: () => z.strictObject({ id: z.string(), version: z.number() }),
    targets: onPerson,
  }),
  'users.setPassword': operation({
    name: 'users.setPassword',
    kind: 'command',
    title: 'Set password',
    permission: 'users.edit',
    input: () =>
      z.strictObject({
        id: id(),
        password: newPassword().meta({ label: 'New password' }),
        repeat: z.string().max(128).meta({ label: 'Repeat password' }),
      }),
    /** Open sessions of the person have ended. */
    output: () => z.strictObject({ sessionsEnded: z.number() }),
    targets: onPerson,
    redact: ['password', 'repeat'],
  }),
  'users.switchOff': operation({
    name: 'users.switchOff',
    kind: 'command',
    title: 'Switch user off',
    permission: 'users.switch',
    input: () => z.strictObject({ id: id(), version: version() }),
    output: () => z.strictObject({ version: z.number(), sessionsEnded: z.number() }),
    targets: onPerson,
    states: ['active'],
    danger: true,
  }),
  'users.switchOn': operation({
    name: 'users.switchOn',
    kind: 'command',
    title: 'Switch user on',
    permission: 'users.switch',
    input: () => z.strictObject({ id: id(), version: version() }),
    output: () => z.strictObject({ version: z.number() }),
    targets: onPerson,
    states: ['inactive'],
  }),
  'users.switchMany': operation({
    name: 'users.switchMany',
    kind: 'command',
    title: 'Switch users on or off',
    permission: 'users.switch',
    reach: 'each',
    input: () =>
      z.strictObject({
        active: z.boolean().meta({ label: 'Active' }),
        users: z
          .array(z.strictObject({ id: id(), version: version() }))
          .min(1)
          .max(1000),
      }),
    /** Results are by the person's id. */
    output: () => bulkResult(),
    targets: () => [],
    danger: true,
  }),
  'users.delete': operation({
    name: 'users.delete',
    kind: 'command',
    title: 'Delete user',
    permission: 'users.delete',
    input: () => z.strictObject({ id: id(), version: version() }),
    output: () => z.strictObject({ sessionsEnded: z.number() }),
    targets: onPerson,
    danger: true,
  }),
  'users.fate': operation({
    name: 'users.fate',
    kind: 'query',
    title: 'What a user owns and is in the midst of',
    permission: 'users.view',
    input: () => z.strictObject({ id: id() }),
    output: () =>
      z.strictObject({
        sessions: count(),
        /** Assignments at scopes where the asker sees roles. */
        assignments: count(),
        /** Of what the asker may see: work in progress that this person started, and records they made. */
        runningBroadcasts: count(),
        runningImports: count(),
        runningExports: count(),
        numberLists: count(),
        broadcasts: count(),
        exportSchedules: count(),
        /** What would be left without anybody: nobody may switch off or delete this person until that is settled. */
        lastAt: z.array(z.strictObject({ node: z.string(), nodeName: z.string(), role: z.string() })),
      }),
    targets: onPerson,
  }),
  'users.exportCsv': operation({
    name: 'users.exportCsv',
    kind: 'command',
    title: 'Export users',
    permission: 'users.view',
    reach: 'within',
    input: () =>
      z.strictObject({
        node: id().optional().meta({ label: 'Scope' }),
        file: filePath('Save as'),
        overwrite: z.boolean().default(false).meta({ label: 'Replace the file if it exists' }),
      }),
    output: () => z.strictObject({ file: z.string(), people: z.number(), rows: z.number() }),
    targets: (input) => [{ kind: 'node', id: input.node ?? PLATFORM_ID }],
  }),
  'users.previewCsv': operation({
    name: 'users.previewCsv',
    kind: 'query',
    title: 'Preview of users to import',
    permission: 'users.create',
    input: () => z.strictObject({ node: id(), file: filePath('File') }),
    output: () =>
      z.strictObject({
        /** Titles of the file's columns that are read, and those that are not. */
        known: z.array(z.string()),
        ignored: z.array(z.string()),
        counts: z.strictObject({ add: count(), give: count(), nothing: count(), refused: count() }),
        /** The first 500, refused ones first. */
        rows: z.array(csvRow()),
      }),
    targets: (input) => [{ kind: 'node', id: input.node }],
  }),
  'users.importCsv': operation({
    name: 'users.importCsv',
    kind: 'command',
    title: 'Import users',
    permission: 'users.create',
    input: () =>
      z.strictObject({
        /** Where people who are not here yet are added, and roles of rows without a scope are given. */
        node: id().meta({ label: 'Account' }),
        file: filePath('File'),
      }),
    /** Results are by row of the file. */
    output: () => bulkResult(),
    targets: (input) => [{ kind: 'node', id: input.node }],
  }),
};

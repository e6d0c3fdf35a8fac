import { id, PLATFORM_ID } from '../ids.ts';
import { operation } from '../operation.ts';
import { listInput, pageOf } from '../page.ts';
import { z } from '../zod.ts';
import { newPassword, version } from './fields.ts';

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
  /** Role ids at all visible nodes, joined by ', '. */
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
    node: z.string(),
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
      }),
    ),
  });
export type User = z.output<ReturnType<typeof user>>;

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
    output: () => z.strictObject({}),
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
};

import { nothing, operation } from '../operation.ts';
import { z } from '../zod.ts';
import { newPassword } from './fields.ts';

const demoPerson = () =>
  z.strictObject({
    email: z.string(),
    password: z.string(),
    name: z.string(),
    roles: z.array(
      z.strictObject({
        role: z.string(),
        /** Node ids; a role over the whole workspace has no realm. */
        realm: z.string().nullable(),
        node: z.string(),
        /** The names of both, for people. */
        place: z.string(),
      }),
    ),
  });
export type DemoPerson = z.output<ReturnType<typeof demoPerson>>;

export const workspaceOperations = {
  'workspace.status': operation({
    name: 'workspace.status',
    kind: 'query',
    title: 'Workspace status',
    permission: 'anyone',
    input: nothing,
    output: () =>
      z.strictObject({
        state: z.enum(['empty', 'ready']),
        demo: z.boolean(),
        name: z.string().nullable(),
        folder: z.string(),
      }),
    targets: () => [],
  }),
  'workspace.create': operation({
    name: 'workspace.create',
    kind: 'command',
    title: 'Create workspace',
    permission: 'anyone',
    input: () =>
      z.strictObject({
        name: z
          .string()
          .trim()
          .min(1, 'Give the workspace a name.')
          .max(120)
          .meta({ label: 'Workspace name' }),
        realm: z
          .string()
          .trim()
          .min(1, 'Name the platform you administer.')
          .max(120)
          .meta({ label: 'Platform (realm)' }),
        account: z
          .string()
          .trim()
          .min(1, 'Name the first account.')
          .max(120)
          .meta({ label: 'First account' }),
        firstName: z.string().trim().min(1, 'Enter your first name.').max(80).meta({ label: 'First name' }),
        lastName: z.string().trim().min(1, 'Enter your last name.').max(80).meta({ label: 'Last name' }),
        email: z
          .email('Enter an e-mail address, such as ana@example.com.')
          .max(254)
          .meta({ label: 'E-mail' }),
        password: newPassword().meta({ label: 'Password' }),
        repeat: z.string().max(128).meta({ label: 'Repeat password' }),
      }),
    output: () => z.strictObject({ person: z.string(), realm: z.string(), account: z.string() }),
    targets: () => [],
    redact: ['password', 'repeat'],
  }),
  'workspace.openDemo': operation({
    name: 'workspace.openDemo',
    kind: 'command',
    title: 'Open the demo workspace',
    permission: 'anyone',
    host: 'workspace',
    input: nothing,
    output: () => z.strictObject({ people: z.int() }),
    targets: () => [],
  }),
  'workspace.leaveDemo': operation({
    name: 'workspace.leaveDemo',
    kind: 'command',
    title: 'Leave the demo workspace',
    permission: 'anyone',
    host: 'workspace',
    input: nothing,
    output: () => z.strictObject({}),
    targets: () => [],
  }),
  'workspace.demoPeople': operation({
    name: 'workspace.demoPeople',
    kind: 'query',
    title: 'People of the demo workspace',
    permission: 'anyone',
    input: nothing,
    output: () => z.array(demoPerson()),
    targets: () => [],
  }),
};

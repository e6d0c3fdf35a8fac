import { id } from '../ids.ts';
import { nothing, operation } from '../operation.ts';
import { z } from '../zod.ts';
import { newPassword } from './fields.ts';

const role = () =>
  z.strictObject({
    assignment: z.string(),
    pack: z.string(),
    role: z.string(),
    node: z.string(),
    nodeName: z.string(),
    realm: z.string().nullable(),
    realmName: z.string().nullable(),
    /** Unix ms; null: no limit. */
    from: z.number().nullable(),
    until: z.number().nullable(),
  });

const me = () =>
  z.strictObject({
    person: z.strictObject({
      id: z.string(),
      email: z.string(),
      firstName: z.string(),
      lastName: z.string(),
    }),
    roles: z.array(role()),
    /** Operations that the person may do somewhere: what the side bar and the palette offer. */
    operations: z.array(z.string()),
    /** Who is looking, while the console is viewed as this person; nothing can be changed then. */
    viewedBy: z
      .strictObject({ id: z.string(), email: z.string(), firstName: z.string(), lastName: z.string() })
      .nullable(),
  });
export type Me = z.output<ReturnType<typeof me>>;

export const sessionOperations = {
  'session.signIn': operation({
    name: 'session.signIn',
    kind: 'command',
    title: 'Sign in',
    permission: 'anyone',
    input: () =>
      z.strictObject({
        email: z.string().trim().min(1, 'Enter your e-mail address.').max(254).meta({ label: 'E-mail' }),
        password: z.string().min(1, 'Enter your password.').max(1024).meta({ label: 'Password' }),
      }),
    output: () => me(),
    targets: () => [],
    redact: ['password'],
  }),
  'session.signOut': operation({
    name: 'session.signOut',
    kind: 'command',
    title: 'Sign out',
    permission: 'signed-in',
    whileViewing: true,
    input: nothing,
    output: () => z.strictObject({}),
    targets: () => [],
  }),
  'session.me': operation({
    name: 'session.me',
    kind: 'query',
    title: 'Who is signed in',
    permission: 'anyone',
    input: nothing,
    output: () => me().nullable(),
    targets: () => [],
  }),
  'session.viewAs': operation({
    name: 'session.viewAs',
    kind: 'command',
    title: 'View as',
    permission: 'assignments.grant',
    input: () => z.strictObject({ id: id() }),
    output: () => me(),
    targets: (input) => [{ kind: 'person', id: input.id }],
    states: ['active'],
  }),
  'session.stopViewing': operation({
    name: 'session.stopViewing',
    kind: 'command',
    title: 'Stop viewing as somebody else',
    permission: 'signed-in',
    whileViewing: true,
    input: nothing,
    output: () => me(),
    targets: () => [],
  }),
  'session.changePassword': operation({
    name: 'session.changePassword',
    kind: 'command',
    title: 'Change own password',
    permission: 'signed-in',
    input: () =>
      z.strictObject({
        current: z
          .string()
          .min(1, 'Enter your present password.')
          .max(1024)
          .meta({ label: 'Present password' }),
        password: newPassword().meta({ label: 'New password' }),
        repeat: z.string().max(128).meta({ label: 'Repeat new password' }),
      }),
    output: () => z.strictObject({}),
    targets: () => [],
    redact: ['current', 'password', 'repeat'],
  }),
};

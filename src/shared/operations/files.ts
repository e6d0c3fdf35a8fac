import { operation } from '../operation.ts';
import { z } from '../zod.ts';

/** Dialogs of the window's host; what a person chooses here, the service will open or write for the window. */
export const fileOperations = {
  'files.chooseOpen': operation({
    name: 'files.chooseOpen',
    kind: 'query',
    title: 'Choose a file',
    permission: 'signed-in',
    host: 'shell',
    input: () =>
      z.strictObject({ title: z.string().max(120), extensions: z.array(z.string().max(10)).max(10) }),
    output: () => z.strictObject({ file: z.string().nullable() }),
    targets: () => [],
  }),
  'files.chooseFolder': operation({
    name: 'files.chooseFolder',
    kind: 'query',
    title: 'Choose a folder',
    permission: 'signed-in',
    host: 'shell',
    input: () => z.strictObject({ title: z.string().max(120) }),
    output: () => z.strictObject({ file: z.string().nullable() }),
    targets: () => [],
  }),
  'files.chooseSave': operation({
    name: 'files.chooseSave',
    kind: 'query',
    title: 'Choose where to save',
    permission: 'signed-in',
    host: 'shell',
    input: () => z.strictObject({ title: z.string().max(120), name: z.string().max(200) }),
    output: () => z.strictObject({ file: z.string().nullable() }),
    targets: () => [],
  }),
  'files.reveal': operation({
    name: 'files.reveal',
    kind: 'query',
    title: 'Open folder',
    permission: 'signed-in',
    host: 'shell',
    input: () => z.strictObject({ file: z.string().max(4096) }),
    output: () => z.strictObject({}),
    targets: () => [],
  }),
};

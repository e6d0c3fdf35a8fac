import { nothing, operation } from '../operation.ts';
import { z } from '../zod.ts';

const node = () =>
  z.strictObject({
    id: z.string(),
    parent: z.string().nullable(),
    realm: z.string().nullable(),
    kind: z.string(),
    name: z.string(),
    pack: z.string().nullable(),
  });
export type NodeRow = z.output<ReturnType<typeof node>>;

export const nodeOperations = {
  'nodes.tree': operation({
    name: 'nodes.tree',
    kind: 'query',
    title: 'Scopes I work in',
    permission: 'signed-in',
    input: () => nothing,
    /** Nodes at and below the person's assignments, and their ancestors up to the realm; parents first. */
    output: () => z.array(node()),
    targets: () => [],
  }),
};

import { PLATFORM_ID } from '../ids.ts';
import { operation } from '../operation.ts';
import { listInput, pageOf } from '../page.ts';
import type { PermissionId } from '../policy/permissions.ts';
import { z } from '../zod.ts';

const scopeRow = () => ({
  id: z.string(),
  name: z.string(),
  parent: z.string(),
  /** The names of the scopes above, from the realm on. */
  path: z.string(),
  realm: z.string(),
  archived: z.boolean(),
  createdAt: z.number(),
  version: z.number(),
});

/** Declares the list of the scopes of one kind; it shows those that the permission covers. */
export function scopeList<const N extends `${string}.list`, const P extends PermissionId>(declaration: {
  readonly name: N;
  readonly title: string;
  readonly permission: P;
  readonly minimalFor?: readonly PermissionId[];
}) {
  return operation({
    ...declaration,
    kind: 'query',
    reach: 'within',
    input: () =>
      listInput(['name', 'path', 'createdAt'], {
        archived: z.boolean().default(false).meta({ label: 'Archived too' }),
      }),
    output: () => pageOf(scopeRow()),
    targets: (input) => [{ kind: 'node', id: input.node ?? PLATFORM_ID } as const],
  });
}

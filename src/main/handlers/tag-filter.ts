import { type Failure, fail } from '#shared/reply.ts';
import type { Context } from './handler.ts';

/**
 * Why a person may not narrow an export by a tag, or null: the rows that come out would tell which messages carry it, so
 * it takes the right to see tags of all that is exported.
 */
export function tagFault(
  asked: { readonly node: string; readonly project?: string | undefined; readonly tag?: string | undefined },
  context: Pick<Context, 'holds'>,
): Failure | null {
  if (asked.tag === undefined || asked.tag === '') return null;
  if (context.holds('tags.view', asked.project ?? asked.node)) return null;
  const message = 'You may not see the tags of these messages; export them without this filter.';
  return fail('invalid-input', message, { fields: [{ path: 'tag', message }] }).error;
}

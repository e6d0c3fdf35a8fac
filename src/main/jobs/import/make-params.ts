import { segmentFilter } from '#shared/operations/segment-filter.ts';
import { z } from '#shared/zod.ts';

/** What a job that makes a list from lists is asked to do. */
export const makeParams = () =>
  z.object({
    list: z.string(),
    /** The version's compact key. */
    version: z.number(),
    /** The versions whose entries it gets, in this order, each number once. */
    from: z.array(
      z.object({
        key: z.number(),
        /** Only so many entries, after so many. */
        offset: z.number().optional(),
        limit: z.number().optional(),
        /** Only the entries that a filter admits, or with `rest` all others; `list`: whose broadcasts count. */
        list: z.string().optional(),
        filter: segmentFilter().optional(),
        rest: z.boolean().optional(),
      }),
    ),
  });
export type MakeParams = z.output<ReturnType<typeof makeParams>>;

import { NUMBER_TYPES } from '../number-types.ts';
import { z } from '../zod.ts';
import { OUTCOMES } from './broadcasts.ts';

/** Which entries of a list belong to a segment: those for which everything that is said is true. */
export const segmentFilter = () =>
  z.strictObject({
    /** ISO 3166 codes. */
    regions: z
      .array(z.string().regex(/^[A-Z]{2}$/))
      .max(250)
      .optional()
      .meta({ label: 'Countries' }),
    types: z
      .array(z.enum(NUMBER_TYPES))
      .max(NUMBER_TYPES.length)
      .optional()
      .meta({ label: 'Types of number' }),
    /** An IANA zone in which the callee may be. */
    zone: z.string().max(60).optional().meta({ label: 'Time zone' }),
    field: z
      .strictObject({
        name: z.string().max(200),
        how: z.enum(['is', 'is-not', 'contains', 'empty', 'filled']),
        value: z.string().max(200).default(''),
      })
      .optional()
      .meta({ label: 'Field' }),
    /** How the last attempt to call the number in any broadcast of this list ended. */
    outcome: z
      .enum([...OUTCOMES, 'not-called'])
      .optional()
      .meta({ label: 'Last outcome' }),
  });
export type SegmentFilter = z.output<ReturnType<typeof segmentFilter>>;

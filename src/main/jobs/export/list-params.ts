import { listExportOperations } from '#shared/operations/list-exports.ts';
import { z } from '#shared/zod.ts';

/** What the export of a list is asked to do, as its row in `jobs` holds it. */
export const listExportParams = () =>
  z.object({
    ...listExportOperations['listExports.start'].input.shape,
    /** Who asked, and when (Unix ms), for the manifest. */
    asked: z.object({ by: z.string(), at: z.number() }),
  });
export type ListExportParams = z.output<ReturnType<typeof listExportParams>>;

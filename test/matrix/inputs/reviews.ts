import { join } from 'node:path';
import type { reviewOperations } from '#shared/operations/reviews.ts';
import { fresh, type InputsOf, review } from './place.ts';

export const reviewInputs: InputsOf<typeof reviewOperations> = {
  'reviews.close': async (at) => ({ id: (await review(at)).id, version: 1 }),
  'reviews.confirm': async (at) => ({ id: (await review(at)).id, items: [1] }),
  'reviews.export': async (at) => ({
    id: (await review(at)).id,
    file: join(at.folder, `review-${fresh()}.csv`),
  }),
  'reviews.get': async (at) => ({ id: (await review(at)).id }),
  'reviews.items': async (at) => ({ id: (await review(at)).id }),
  'reviews.list': ({ node }) => ({ node }),
  'reviews.revoke': async (at) => ({ ...(await review(at)), item: 1 }),
  'reviews.revokeMany': async (at) => ({ id: (await review(at)).id, items: [1] }),
  'reviews.start': ({ node }) => ({ node, title: `Review ${fresh()}` }),
};

import { join } from 'node:path';
import type { exportOperations } from '#shared/operations/exports.ts';
import { fresh, type InputsOf } from './place.ts';

export const exportInputs: InputsOf<typeof exportOperations> = {
  'exports.list': ({ node }) => ({ node }),
  'exports.rawLog': (at) => ({ node: at.node, file: join(at.folder, `log-${fresh()}.csv`) }),
};

import type { lineOperations } from '#shared/operations/lines.ts';
import type { InputsOf } from './place.ts';

export const lineInputs: InputsOf<typeof lineOperations> = {
  'lines.list': ({ node }) => ({ node }),
};

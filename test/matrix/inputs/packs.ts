import type { packOperations } from '#shared/operations/packs.ts';
import { csv, type InputsOf } from './place.ts';

export const packInputs: InputsOf<typeof packOperations> = {
  'packs.impact': ({ realm }) => ({ realm, version: 1 }),
  'packs.import': (at) => ({ file: csv(at), pack: 'J' }),
  'packs.preview': (at) => ({ file: csv(at), pack: 'J' }),
  'packs.use': ({ realm }) => ({ realm, version: 1 }),
};

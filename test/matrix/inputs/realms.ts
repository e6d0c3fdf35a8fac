import type { realmOperations } from '#shared/operations/realms.ts';
import { fresh, type InputsOf, NO_VERSION } from './place.ts';

const changed = ({ node }: { readonly node: string }) => ({ id: node, version: NO_VERSION });

export const realmInputs: InputsOf<typeof realmOperations> = {
  'realms.archive': changed,
  'realms.create': () => ({ name: `Realm ${fresh()}`, pack: 'J' }),
  'realms.list': ({ node }) => ({ node }),
  'realms.packs': () => ({}),
  'realms.rename': ({ node }) => ({ ...changed({ node }), name: `Renamed ${fresh()}` }),
  'realms.restore': changed,
};

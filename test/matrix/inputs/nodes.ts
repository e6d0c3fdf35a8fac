import type { nodeOperations } from '#shared/operations/nodes.ts';
import { fresh, type InputsOf, NO_VERSION } from './place.ts';

const changed = ({ node }: { readonly node: string }) => ({ id: node, version: NO_VERSION });

export const nodeInputs: InputsOf<typeof nodeOperations> = {
  'nodes.archive': changed,
  'nodes.create': ({ node, kindBelow }) => ({ parent: node, kind: kindBelow, name: `New ${fresh()}` }),
  'nodes.fate': ({ node }) => ({ id: node }),
  'nodes.move': ({ node }) => ({ ...changed({ node }), parent: node }),
  'nodes.rename': ({ node }) => ({ ...changed({ node }), name: `Renamed ${fresh()}` }),
  'nodes.restore': changed,
};

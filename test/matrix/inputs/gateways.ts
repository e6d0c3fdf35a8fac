import type { gatewayOperations } from '#shared/operations/gateways.ts';
import { fresh, gateway, type InputsOf } from './place.ts';

const trunk = { kind: 'sip', host: 'trunk.example', user: 'a', secret: 'never shown' } as const;

export const gatewayInputs: InputsOf<typeof gatewayOperations> = {
  'gateways.check': async (at) => ({ id: await gateway(at) }),
  'gateways.choices': ({ node }) => ({ node }),
  'gateways.create': ({ node }) => ({ node, name: `Trunk ${fresh()}`, ...trunk }),
  'gateways.edit': async (at) => ({ id: await gateway(at), version: 1, name: `Trunk ${fresh()}`, ...trunk }),
  'gateways.list': ({ node }) => ({ node }),
  'gateways.remove': async (at) => ({ id: await gateway(at), version: 1 }),
};

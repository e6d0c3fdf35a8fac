import { it } from 'vitest';
import type { Gateway } from '#main/jobs/gateways/gateway.ts';
import { type GatewayUnderTest, gatewayContract } from '#test/support/gateway-contract.ts';
import { calleesOf, gatewayByAri, gatewayByTrunk, type NamedAsterisk, namedAsterisk } from '#test/support/real-asterisk.ts';

const asterisk = namedAsterisk();

async function under(named: NamedAsterisk, make: () => Gateway): Promise<GatewayUnderTest> {
  let congested = false;
  const { farm, journal } = await calleesOf(named, () => congested);
  const another = async () => {
    const opened = make();
    await opened.open();
    return opened;
  };
  const gateway = await another();
  return {
    gateway,
    another,
    journal,
    live: () => farm.live,
    congest: (on) => {
      congested = on;
    },
    heard: ({ sha256 }) => sha256,
    dispose: async () => {
      await gateway.close();
      await farm.close();
    },
  };
}

if (asterisk === undefined) {
  it.skip('a real Asterisk: absent here; `npm run asterisk` brings one and names it by ROLECALL_ASTERISK', () =>
    undefined);
} else {
  gatewayContract('a real Asterisk by ARI', () => under(asterisk, () => gatewayByAri(asterisk)));
  for (const transport of ['tcp', 'tls'] as const) {
    gatewayContract(`a real Asterisk as a SIP trunk over ${transport}`, () =>
      under(asterisk, () => gatewayByTrunk(asterisk, transport)),
    );
  }
}

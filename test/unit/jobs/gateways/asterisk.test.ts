import { it } from 'vitest';
import { type Prompt, promptOf } from '#main/jobs/audio/prompt.ts';
import { FRAME } from '#main/jobs/audio/rtp.ts';
import type { Gateway } from '#main/jobs/gateways/gateway.ts';
import { type GatewayUnderTest, gatewayContract } from '#test/support/gateway-contract.ts';
import {
  calleesOf,
  gatewayByAri,
  gatewayByTrunk,
  type NamedAsterisk,
  namedAsterisk,
} from '#test/support/real-asterisk.ts';

const asterisk = namedAsterisk();

async function under(
  named: NamedAsterisk,
  make: () => Gateway,
  hears: GatewayUnderTest['heard'],
): Promise<GatewayUnderTest> {
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
    heard: hears,
    dispose: async () => {
      await gateway.close();
      await farm.close();
    },
  };
}

/**
 * What comes out of Asterisk where it plays the prompt: one zero for both of mu-law's, and silence up to what it leaves
 * out at the end of a file.
 */
function played({ ulaw }: Prompt): string {
  const length = Math.ceil((ulaw.length + 22) / FRAME) * FRAME - 22;
  const samples = Array.from({ length }, (_, at) => (ulaw[at] === 0x7f ? 0xff : (ulaw[at] ?? 0xff)));
  return promptOf(Uint8Array.from(samples)).sha256;
}

if (asterisk === undefined) {
  it.skip('a real Asterisk: absent here; `npm run asterisk` brings one and names it by ROLECALL_ASTERISK', () =>
    undefined);
} else {
  gatewayContract('a real Asterisk by ARI', () => under(asterisk, () => gatewayByAri(asterisk), played));
  for (const transport of ['tcp', 'tls'] as const) {
    gatewayContract(`a real Asterisk as a SIP trunk over ${transport}`, () =>
      under(
        asterisk,
        () => gatewayByTrunk(asterisk, transport),
        ({ sha256 }) => sha256,
      ),
    );
  }
}

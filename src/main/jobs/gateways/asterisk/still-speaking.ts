import { setTimeout as pause } from 'node:timers/promises';
import type { Ari } from './ari.ts';

/** Between two looks, in ms, and how many packets arrive meanwhile from a telephone that sends any (one each 20 ms). */
const [BETWEEN_MS, FEW] = [200, 3];

/**
 * Whether a channel that Asterisk says is talking really is. Asterisk hears silence only in packets: a telephone that
 * sends none while nobody speaks seems to talk on after its last word. Where it doesn't count packets (other channels
 * than PJSIP's) its word is taken.
 */
export async function stillSpeaking(ari: Ari, channel: string): Promise<boolean> {
  try {
    const before = await received(ari, channel);
    await pause(BETWEEN_MS);
    return (await received(ari, channel)) - before >= FEW;
  } catch {
    return true;
  }
}

async function received(ari: Ari, channel: string): Promise<number> {
  const count = ((await ari.ask('GET', `/channels/${channel}/rtp_statistics`)) as { rxcount?: number } | null)
    ?.rxcount;
  if (count === undefined) throw new TypeError('no count of packets');
  return count;
}

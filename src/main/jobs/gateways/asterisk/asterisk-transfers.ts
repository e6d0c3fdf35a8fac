import type { Call } from '../gateway.ts';
import type { Ari, AriEvent } from './ari.ts';

/** How long the other number may ring, and how long the two may talk, in seconds. */
const RING_S = 45;
const TALK_S = 7_200;

/** The channel of the number that a call is handed over to. */
export function secondOf(callId: string): string {
  return `${callId}-t`;
}

/**
 * Hands answered calls over: Asterisk calls the other number and joins the two. A REFER to the trunk would need a SIP
 * address of the trunk's own making, and most trunks take none.
 */
export class AsteriskTransfers {
  readonly #ari: Ari;
  readonly #ringing = new Map<string, (answered: boolean) => void>();
  /** Channels that were joined, each with the other and the bridge between them. */
  readonly #joined = new Map<string, { readonly other: string; readonly bridge: string }>();
  #onEmpty: (() => void) | null = null;

  constructor(ari: Ari) {
    this.#ari = ari;
  }

  /** True once both talk with each other; false if the other number was not reached. */
  async hand(call: Call, endpoint: string): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const second = secondOf(call.id);
    if (this.#ringing.has(second)) return false;
    this.#ringing.set(second, resolve);
    try {
      const body = {
        endpoint,
        app: this.#ari.app,
        timeout: RING_S,
        ...(call.callerId === null ? {} : { callerId: call.callerId }),
        variables: { 'TIMEOUT(absolute)': String(RING_S + TALK_S) },
      };
      await this.#ari.ask('POST', `/channels/${second}`, { body });
      await this.#silence(call.id);
      await this.#ask('POST', `/channels/${call.id}/play/${second}`, { media: 'tone:ring' }).catch(
        () => null,
      );
      if (!(await promise)) return false;
      await this.#join(call.id, second);
      return true;
    } catch {
      this.#drop(second);
      return false;
    } finally {
      this.#ringing.delete(second);
    }
  }

  /** A call that was being handed over is over: nobody is left to talk to the other number. */
  giveUp(callId: string): void {
    const second = secondOf(callId);
    const answered = this.#ringing.get(second);
    if (answered === undefined) return;
    answered(false);
    this.#drop(second);
  }

  /** Follows what becomes of handed-over calls: whoever hangs up ends it for the other. */
  hear({ type, channel }: AriEvent): void {
    if (channel === undefined) return;
    if (type === 'StasisStart') this.#ringing.get(channel.id)?.(true);
    if (type !== 'ChannelDestroyed') return;
    this.#ringing.get(channel.id)?.(false);
    this.#part(channel.id);
  }

  /** Events were missed: these channels are up. */
  compare(up: ReadonlyMap<string, string>): void {
    for (const id of this.#joined.keys()) if (!up.has(id)) this.#part(id);
  }

  /** Calls back once nobody talks any more whom this console has joined; at once if so already. */
  whenEmpty(work: () => void): void {
    if (this.#joined.size === 0) work();
    else this.#onEmpty = work;
  }

  #part(id: string): void {
    const joined = this.#joined.get(id);
    if (joined === undefined) return;
    const { other, bridge } = joined;
    this.#joined.delete(id);
    this.#joined.delete(other);
    this.#drop(other);
    this.#ari.ask('DELETE', `/bridges/${bridge}`).catch(() => null);
    if (this.#joined.size === 0) this.#onEmpty?.();
  }

  async #join(first: string, second: string): Promise<void> {
    await this.#silence(second);
    await this.#ask('POST', `/bridges/${first}`, { type: 'mixing' });
    await this.#ask('POST', `/bridges/${first}/addChannel`, { channel: `${first},${second}` });
    await this.#ask('POST', `/channels/${first}/variable`, {
      variable: 'TIMEOUT(absolute)',
      value: String(TALK_S),
    });
    this.#joined.set(first, { other: second, bridge: first }).set(second, { other: first, bridge: first });
  }

  /** Ends what is being played, if it still is. */
  async #silence(playback: string): Promise<void> {
    await this.#ari.ask('DELETE', `/playbacks/${playback}`).catch(() => null);
  }

  #drop(channel: string): void {
    this.#ari.ask('DELETE', `/channels/${channel}`).catch(() => null);
  }

  #ask(method: string, path: string, query: Readonly<Record<string, string>>): Promise<unknown> {
    return this.#ari.ask(method, `${path}?${new URLSearchParams(query).toString()}`);
  }
}

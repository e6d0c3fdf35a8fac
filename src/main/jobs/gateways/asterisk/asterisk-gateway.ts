import type { Gateway, LeftCall } from '../gateway.ts';
import { Ari, type AriAddress, type AriEvent } from './ari.ts';
import { AsteriskCall } from './asterisk-call.ts';
import { AsteriskTransfers, secondOf } from './asterisk-transfers.ts';
import { PromptServer } from './prompt-server.ts';

export interface AsteriskSettings extends AriAddress {
  readonly label: string;
  readonly real: boolean;
  /** Asterisk's dial string, with `{number}` where the number goes: `PJSIP/{number}@trunk`. */
  readonly dialString: string;
  /** This machine as Asterisk reaches it, for prompts. */
  readonly ownAddress: string;
  /** How long Asterisk may take to answer, in ms; 5 s if absent. */
  readonly patienceMs?: number;
}

interface Channel {
  readonly id: string;
  readonly state: string;
}

const PATIENCE_MS = 5_000;
const CLOSING_MS = 5_000;

/** Places calls by an Asterisk's REST interface (ARI). */
export class AsteriskGateway implements Gateway {
  readonly label: string;
  readonly real: boolean;
  readonly #settings: AsteriskSettings;
  readonly #ari: Ari;
  readonly #prompts: PromptServer;
  readonly #transfers: AsteriskTransfers;
  readonly #live = new Map<string, AsteriskCall>();

  constructor(settings: AsteriskSettings) {
    this.label = settings.label;
    this.real = settings.real;
    this.#settings = settings;
    this.#ari = new Ari(settings, settings.patienceMs ?? PATIENCE_MS);
    this.#prompts = new PromptServer(settings.ownAddress);
    this.#transfers = new AsteriskTransfers(this.#ari);
    this.#ari.onEvent = (event) => this.#hear(event);
    this.#ari.onBack = () => {
      this.#compare().catch(() => undefined);
    };
  }

  async open(): Promise<void> {
    await this.#ari.open();
    await this.#prompts.open();
  }

  fault(): string | null {
    return this.#ari.fault;
  }

  dial(...[call, listener]: Parameters<Gateway['dial']>): AsteriskCall {
    const { dialString } = this.#settings;
    const placed = new AsteriskCall({
      ari: this.#ari,
      call,
      listener,
      transfers: this.#transfers,
      endpointOf: (number) => dialString.replaceAll('{number}', number),
      promptUrl: call.prompt === null ? null : this.#prompts.urlOf(call.prompt),
      over: () => this.#live.delete(call.id),
    });
    this.#live.set(call.id, placed);
    return placed;
  }

  /** Asterisk knows its channels by the calls' own ids: what is still up of these is hung up. */
  async endLeft(calls: readonly LeftCall[]): Promise<void> {
    const up = await this.#channels();
    const left = calls.flatMap(({ id }) => [id, secondOf(id)]).filter((id) => up.has(id));
    await Promise.all(left.map((id) => this.#ari.ask('DELETE', `/channels/${id}`).catch(() => null)));
  }

  async close(): Promise<void> {
    for (const call of this.#live.values()) call.hangUp();
    const until = performance.now() + CLOSING_MS;
    while (this.#live.size > 0 && performance.now() < until) await pause(20);
    this.#prompts.close();
    // Who was handed over talks on; as long as this process lives, whoever hangs up ends it for both.
    this.#transfers.whenEmpty(() => this.#ari.close());
  }

  #hear(event: AriEvent): void {
    this.#transfers.hear(event);
    const id = event.channel?.id ?? event.peer?.id ?? event.playback?.id;
    if (id !== undefined) this.#live.get(id)?.hear(event);
  }

  /** The channels that are up or ring, with their states. */
  async #channels(): Promise<ReadonlyMap<string, string>> {
    const channels = (await this.#ari.ask('GET', '/channels')) as readonly Channel[];
    return new Map(channels.map(({ id, state }) => [id, state]));
  }

  /** After a break in the events: calls that Asterisk knows no more have ended meanwhile, others were answered. */
  async #compare(): Promise<void> {
    const before = [...this.#live];
    const up = await this.#channels();
    this.#transfers.compare(up);
    for (const [id, call] of before) {
      const state = up.get(id);
      if (state === undefined) call.lost();
      else if (state === 'Up') call.hear({ type: 'StasisStart', channel: { id } });
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

import { CalleeFarm, PRACTICE_HEADER } from './farm/farm.ts';
import type { Gateway, LeftCall } from './gateway.ts';
import type { PracticeSettings } from './practice.ts';
import { SipGateway } from './sip/sip-gateway.ts';

export const PRACTICE_SIP_LABEL = 'practice by SIP: nobody is called';

const HERE = '127.0.0.1';

export interface PracticeSipSettings extends PracticeSettings {
  /** A farm that already listens on this machine; absent: one of its own, for as long as the gateway is open. */
  readonly farmPort?: number;
}

/** Places real calls, SIP and RTP, to a farm of telephones on this machine. Nobody is called. */
export class PracticeSipGateway implements Gateway {
  readonly label = PRACTICE_SIP_LABEL;
  readonly real = false;
  readonly #settings: PracticeSipSettings;
  #farm: CalleeFarm | null = null;
  #sip: SipGateway | null = null;

  constructor(settings: PracticeSipSettings) {
    this.#settings = settings;
  }

  async open(): Promise<void> {
    const { farmPort, ringMs, talkMs, seed, fault } = this.#settings;
    const congested = () => fault?.() === 'congestion';
    if (farmPort === undefined) this.#farm = await CalleeFarm.open({ ringMs, talkMs, congested });
    this.#sip = new SipGateway({
      label: this.label,
      real: false,
      host: HERE,
      port: farmPort ?? this.#farm?.port ?? 0,
      transport: 'tcp',
      domain: HERE,
      credentials: null,
      headers: ({ attempt }) => [`${PRACTICE_HEADER}: ${seed} ${attempt}`],
    });
    await this.#sip.open();
  }

  fault(): string | null {
    if (this.#settings.fault?.() === 'down') return 'The practice gateway was told to be down.';
    return this.#sip === null ? 'The gateway is not connected yet.' : this.#sip.fault();
  }

  dial(...[call, listener]: Parameters<Gateway['dial']>): ReturnType<Gateway['dial']> {
    if (this.#sip === null) throw new Error('the gateway is not open');
    return this.#sip.dial(call, listener);
  }

  async endLeft(calls: readonly LeftCall[]): Promise<void> {
    await this.#sip?.endLeft(calls);
  }

  async close(): Promise<void> {
    await this.#sip?.close();
    await this.#farm?.close();
    this.#sip = null;
    this.#farm = null;
  }
}

import type {
  AsteriskSettingsInput,
  SipSettingsInput,
  TwilioSettingsInput,
} from '#shared/gateway-settings.ts';
import { openSecret, SecretFault, type SecretKey } from '../../db/secrets.ts';
import type { GatewaysTable } from '../../db/tables/gateways.ts';
import type { Clock } from '../clock.ts';
import { AsteriskGateway } from './asterisk/asterisk-gateway.ts';
import { type Gateway, GatewayError } from './gateway.ts';
import { practiceGateway, type Span } from './practice.ts';
import { PracticeSipGateway } from './practice-sip.ts';
import { SipGateway } from './sip/sip-gateway.ts';
import { TwilioGateway } from './twilio/twilio-gateway.ts';

/** A gateway's row, as far as placing calls goes. */
export interface StoredGateway
  extends Pick<GatewaysTable, 'id' | 'kind' | 'name' | 'settings' | 'secret' | 'lines'> {
  readonly callsPerSecond: number;
}

export interface GatewayPlace {
  /** What practice callees draw from. */
  readonly seed: number;
  readonly clock: Clock;
  /** Of the gateways' secrets. */
  readonly key: SecretKey;
}

/** Practice calls are short. */
const RING_MS: Span = [200, 2_000];
const TALK_MS: Span = [1_000, 5_000];

function secretOf({ secret }: StoredGateway, key: SecretKey): string {
  if (secret === null) return '';
  try {
    return openSecret(key, secret);
  } catch (error) {
    if (error instanceof SecretFault) throw new GatewayError('misconfigured', error.message);
    throw error;
  }
}

/**
 * Makes a gateway of its row; of null the built-in practice gateway. It is not open yet. Throws a GatewayError if its
 * secret can't be read.
 */
export function gatewayOf(stored: StoredGateway | null, { seed, clock, key }: GatewayPlace): Gateway {
  const practice = { seed, ringMs: RING_MS, talkMs: TALK_MS };
  if (stored === null) return practiceGateway(practice, clock);
  const { kind, name: label, settings } = stored;
  const secret = secretOf(stored, key);
  switch (kind) {
    case 'practice-sip':
      return new PracticeSipGateway({ ...practice, ...(JSON.parse(settings) as { farmPort?: number }) });
    case 'sip': {
      const { host, port, transport, domain, user, ca } = JSON.parse(settings) as SipSettingsInput;
      return new SipGateway({
        label,
        real: true,
        host,
        port,
        transport,
        domain: domain === '' ? host : domain,
        credentials: user === '' ? null : { user, secret },
        ...(ca === '' ? {} : { ca }),
      });
    }
    case 'asterisk':
      return new AsteriskGateway({
        label,
        real: true,
        secret,
        ...(JSON.parse(settings) as AsteriskSettingsInput),
      });
    case 'twilio':
      return new TwilioGateway({
        label,
        real: true,
        secret,
        ...(JSON.parse(settings) as TwilioSettingsInput),
      });
  }
}

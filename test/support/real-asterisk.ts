import { readFileSync } from 'node:fs';
import { AsteriskGateway } from '#main/jobs/gateways/asterisk/asterisk-gateway.ts';
import { SipGateway } from '#main/jobs/gateways/sip/sip-gateway.ts';

const HERE = '127.0.0.1';

/** A real Asterisk as `npm run asterisk` names it. */
export interface NamedAsterisk {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly secret: string;
  /** Where its trunk looks for telephones. */
  readonly callees: number;
  /** Where it takes SIP calls, and the certificate that it shows over TLS. */
  readonly tcp: number;
  readonly tls: number;
  readonly ca: string;
}

/** The Asterisk that ROLECALL_ASTERISK names; undefined: none. */
export function namedAsterisk(): NamedAsterisk | undefined {
  const named = process.env['ROLECALL_ASTERISK'];
  if (named === undefined) return undefined;
  const url = new URL(named);
  const numberOf = (name: string) => Number(url.searchParams.get(name));
  return {
    host: url.hostname,
    port: Number(url.port),
    user: decodeURIComponent(url.username),
    secret: decodeURIComponent(url.password),
    callees: numberOf('callees'),
    tcp: numberOf('tcp'),
    tls: numberOf('tls'),
    ca: readFileSync(url.searchParams.get('ca') ?? '', 'utf8'),
  };
}

/** The gateway that places calls by its REST interface; not open yet. */
export function gatewayByAri({ host, port, user, secret }: NamedAsterisk): AsteriskGateway {
  return new AsteriskGateway({
    label: 'Asterisk',
    real: true,
    host,
    port,
    user,
    secret,
    secure: false,
    app: 'rolecall',
    dialString: 'PJSIP/{number}@callees',
    ownAddress: HERE,
  });
}

/** The gateway that calls through it as through a provider; not open yet. */
export function gatewayByTrunk(asterisk: NamedAsterisk, transport: 'tcp' | 'tls'): SipGateway {
  const { user, secret, ca } = asterisk;
  return new SipGateway({
    label: 'trunk',
    real: true,
    host: transport === 'tls' ? 'localhost' : asterisk.host,
    port: asterisk[transport],
    transport,
    domain: 'asterisk.example',
    credentials: { user, secret },
    ca,
  });
}

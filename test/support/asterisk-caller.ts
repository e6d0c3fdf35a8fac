// A console that dials one number by a real Asterisk and waits to be killed.
import { gatewayByAri, type NamedAsterisk, namedAsterisk } from './real-asterisk.ts';

const [id = '', number = '', ringMs = ''] = process.argv.slice(2);
const gateway = gatewayByAri(namedAsterisk() as NamedAsterisk);
await gateway.open();
gateway.dial(
  {
    id,
    number,
    attempt: 1,
    callerId: null,
    prompt: null,
    ringMs: Number(ringMs),
    talkMs: 1_000,
    keyMs: 60_000,
    machine: 'off',
  },
  { answered: () => undefined, key: () => undefined, ended: () => undefined },
);

import type { RawDatabase } from '../../db/open.ts';
import type { SecretKey } from '../../db/secrets.ts';
import type { Clock } from '../clock.ts';
import { gatewayOf, type StoredGateway } from '../gateways/make-gateway.ts';
import type { Facts } from './facts.ts';
import { Line } from './line.ts';

const ROW = `select id, kind, name, settings, secret, calls_per_second as callsPerSecond, lines
  from gateways where id = ?`;

/**
 * The gateways that this process holds open, each once however many broadcasts use it: what they may ask of it together
 * is kept there. The built-in practice gateway draws by its broadcast's own seed, so each has its own.
 */
export class Lines {
  readonly #open = new Map<string, { readonly line: Promise<Line>; users: number }>();

  /** Of the gateways' secrets, as the console told it last: there is none before the first secret is stored. */
  key: SecretKey;

  constructor(key: SecretKey) {
    this.key = key;
  }

  /** Opens a broadcast's gateway, or joins those who use it. Throws a GatewayError. */
  async take(db: RawDatabase, facts: Facts, clock: Clock): Promise<Line> {
    const { gatewayId, seed } = facts;
    const place = { seed, clock, key: this.key };
    if (gatewayId === null) return new Line(gatewayOf(null, place), null, clock.steady());
    const name = this.#nameOf(db, facts);
    const open = this.#open.get(name);
    if (open !== undefined) {
      open.users += 1;
      return open.line;
    }
    const stored = db.prepare(ROW).get(gatewayId) as StoredGateway;
    const gateway = gatewayOf(stored, place);
    const line = gateway.open().then(() => new Line(gateway, stored, clock.steady()));
    this.#open.set(name, { line, users: 1 });
    try {
      return await line;
    } catch (error) {
      this.#open.delete(name);
      throw error;
    }
  }

  /** A broadcast uses its gateway no more; the last one closes it. */
  async release(db: RawDatabase, facts: Facts): Promise<void> {
    if (facts.gatewayId === null) return;
    const name = this.#nameOf(db, facts);
    const open = this.#open.get(name);
    if (open === undefined) return;
    open.users -= 1;
    if (open.users > 0) return;
    this.#open.delete(name);
    await (await open.line).gateway.close();
  }

  /** A changed gateway is another one; practice telephones draw by their broadcast's seed. */
  #nameOf(db: RawDatabase, { gatewayId, gateway, seed }: Facts): string {
    const version = db.prepare('select version from gateways where id = ?').pluck().get(gatewayId) as number;
    return `${gatewayId ?? ''} ${version}${gateway === 'practice-sip' ? ` ${seed}` : ''}`;
  }
}

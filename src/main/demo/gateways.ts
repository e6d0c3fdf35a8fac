import type { DemoWorld } from './make-demo.ts';

const DAY = 86_400_000;
/** 555-0160 to 555-0163 of New Jersey's 201: kept for fiction, and in no list of the demo. */
const FIRST_CALLER = 12_015_550_160;

const GATEWAYS = [
  {
    kind: 'practice-sip',
    name: 'Training telephones',
    settings: {},
    fault: null,
    callsPerSecond: 20,
    lines: 40,
  },
  {
    kind: 'sip',
    name: 'Northern trunk',
    // A host that no network has (RFC 2606): the demo reaches nobody.
    settings: { host: 'trunk.example', port: 5_060, transport: 'tcp', domain: '', user: '', ca: '' },
    fault: 'There is no host called trunk.example, or the network is down.',
    callsPerSecond: 10,
    lines: 60,
  },
] as const;

const CALLERS = [
  ['Care line', 40],
  ['Billing', 12],
  ['Field service', null],
] as const;

interface Place {
  readonly node: string;
  readonly realm: string;
  readonly createdBy: string;
}

/** Gateways of a demo account, one that can be used and one out of reach, and caller ids, one not verified yet. */
export function addDemoGateways({ raw, newId, now }: DemoWorld, { node, realm, createdBy }: Place): void {
  const since = now - 60 * DAY;
  const gateway = raw.prepare(
    `insert into gateways (id, realm_id, node_id, kind, name, settings, calls_per_second, lines, checked_at,
       check_fault, created_at, created_by, updated_at, version) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`,
  );
  for (const { kind, name, settings, fault, callsPerSecond, lines } of GATEWAYS) {
    const held = [newId(), realm, node, kind, name, JSON.stringify(settings), callsPerSecond, lines] as const;
    gateway.run(...held, now - DAY, fault, since, createdBy, since);
  }
  const caller = raw.prepare(
    `insert into caller_ids (id, realm_id, node_id, number, name, verified_at, verified_by, evidence, created_at,
       created_by, updated_at, version) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`,
  );
  CALLERS.forEach(([name, daysAgo], index) => {
    const at = daysAgo === null ? null : now - daysAgo * DAY;
    const proof =
      at === null ? ([null, null, ''] as const) : ([at, createdBy, 'Contract of the trunk'] as const);
    caller.run(newId(), realm, node, FIRST_CALLER + index, name, ...proof, since, createdBy, since);
  });
}

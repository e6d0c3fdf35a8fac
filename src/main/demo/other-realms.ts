import { PLATFORM_ID } from '#shared/ids.ts';
import { addNode } from '../db/nodes.ts';
import type { Given, Planned } from './add-people.ts';
import type { DemoWorld } from './make-demo.ts';

/** A node of a demo realm with what lies below it. Names are unique within a realm. */
interface Place {
  readonly kind: string;
  readonly name: string;
  readonly products?: readonly string[];
  readonly archived?: true;
  readonly below?: readonly Place[];
}

interface DemoRealm {
  readonly pack: string;
  readonly name: string;
  readonly places: readonly Place[];
  /** A person each: the role, and the places where it is given; the realm itself by its name. */
  readonly people: readonly (readonly [role: string, ...places: string[]])[];
  /** More people, who never sign in here: what their roles depend on, and for how long they hold them. */
  readonly more?: readonly Holder[];
  /** What the role of the person of that role depends on. */
  readonly granted?: Readonly<Record<string, Grants>>;
}

interface Grants {
  /** Names of nodes. */
  readonly lines?: readonly string[];
  readonly products?: readonly string[];
  readonly queues?: readonly string[];
}

interface Holder extends Grants {
  readonly role: string;
  readonly at: string;
  /** Days from now. */
  readonly from?: number;
  readonly until?: number;
}

const customer = (name: string, ...departments: string[]): Place => ({
  kind: 'customer',
  name,
  below: departments.map((department) => ({ kind: 'department', name: `${name}: ${department}` })),
});

/** A realm for each role pack besides the dialog platform, whose realms have records too. */
const REALMS: readonly DemoRealm[] = [
  {
    pack: 'E',
    name: 'Cascade Push-to-Talk',
    places: [
      {
        kind: 'server',
        name: 'West server',
        below: [
          {
            kind: 'conduit',
            name: 'Cascade Mobile',
            below: [
              customer('Harbor Pilots', 'Dock', 'Bridge'),
              customer('Alpine Rescue', 'Valley', 'Summit'),
              customer('City Couriers', 'Day', 'Night'),
            ],
          },
          {
            kind: 'conduit',
            name: 'Summit Radio',
            below: [customer('Quarry Works', 'Pit'), customer('Night Watch', 'Patrol')],
          },
        ],
      },
    ],
    people: [
      ['Root', 'Cascade Push-to-Talk'],
      ['Support', 'West server'],
      ['Conduit Admin', 'Cascade Mobile'],
      ['Sales Rep', 'Cascade Mobile', 'Harbor Pilots', 'Alpine Rescue'],
      ['Customer Manager', 'Harbor Pilots', 'City Couriers'],
      ['Customer Admin', 'Harbor Pilots'],
      ['Customer Technical', 'Harbor Pilots'],
      ['Primary Contact', 'Harbor Pilots'],
      ['Billing Contact', 'Harbor Pilots'],
    ],
  },
  {
    pack: 'T',
    name: 'Brightline Contact Centre',
    places: [
      {
        kind: 'organization',
        name: 'Brightline Group',
        below: [
          { kind: 'account', name: 'Brightline Travel' },
          { kind: 'account', name: 'Brightline Bank' },
        ],
      },
    ],
    people: [
      ['Reseller', 'Brightline Group'],
      ['Implementation Partner', 'Brightline Travel'],
      ['Vendor Staff', 'Brightline Contact Centre'],
    ],
  },
  {
    pack: 'N',
    name: 'Orchard PBX',
    places: [
      {
        kind: 'organization',
        name: 'Orchard Foods',
        below: [
          { kind: 'site', name: 'Head office' },
          { kind: 'site', name: 'Warehouse' },
          { kind: 'site', name: 'Old mill', archived: true },
        ],
      },
    ],
    people: [
      ['admin', 'Orchard Foods'],
      ['Basic User', 'Head office'],
      ['Office Manager', 'Orchard Foods'],
      ['Call Center Agent', 'Head office'],
      ['Call Center Supervisor', 'Orchard Foods'],
      ['No Portal', 'Warehouse'],
    ],
    granted: {
      'Call Center Agent': { queues: ['Orders'] },
      'Call Center Supervisor': { queues: ['Orders', 'Reception'] },
    },
    more: [
      { role: 'Call Center Agent', at: 'Head office', queues: ['Reception'], until: 9 },
      { role: 'Call Center Agent', at: 'Warehouse', queues: ['Orders'], until: -30 },
      { role: 'Basic User', at: 'Warehouse', from: 14 },
      { role: 'Office Manager', at: 'Old mill' },
    ],
  },
  {
    pack: 'X',
    name: 'Pebble Texting',
    places: [
      {
        kind: 'account',
        name: 'Pebble Dental',
        products: ['Conversations', 'Blast'],
        below: [
          { kind: 'line', name: '+1 212 555 0140' },
          { kind: 'line', name: '+1 212 555 0141' },
        ],
      },
      {
        kind: 'account',
        name: 'Pebble Spa',
        products: ['Conversations'],
        archived: true,
        below: [{ kind: 'line', name: '+1 212 555 0142' }],
      },
    ],
    people: [
      ['Standard', 'Pebble Dental'],
      ['Admin', 'Pebble Dental'],
    ],
    granted: { Standard: { lines: ['+1 212 555 0140'], products: ['Conversations'] } },
    more: [
      {
        role: 'Standard',
        at: 'Pebble Dental',
        lines: ['+1 212 555 0140', '+1 212 555 0141'],
        products: ['Conversations', 'Blast'],
      },
      { role: 'Standard', at: 'Pebble Dental', products: ['Blast'], until: -12 },
      {
        role: 'Standard',
        at: 'Pebble Dental',
        lines: ['+1 212 555 0141'],
        products: ['Conversations'],
        until: 5,
      },
      { role: 'Standard', at: 'Pebble Dental', from: 21 },
      { role: 'Standard', at: 'Pebble Spa', lines: ['+1 212 555 0142'], products: ['Conversations'] },
    ],
  },
];

/** Roles that never sign in (reading rule 7): their people have no password. */
const WITHOUT_PORTAL: ReadonlySet<string> = new Set(['Primary Contact', 'Billing Contact', 'No Portal']);
const DAY = 86_400_000;
const AGE = 400 * DAY;

async function addRealm(world: DemoWorld, realm: DemoRealm): Promise<ReadonlyMap<string, string>> {
  const { db, now, newId } = world;
  const realmId = newId();
  const ids = new Map([[realm.name, realmId]]);
  const common = { realm: realmId, now: now - AGE };
  await addNode(db, {
    ...common,
    id: realmId,
    parent: PLATFORM_ID,
    kind: 'realm',
    name: realm.name,
    pack: [realm.pack, 1],
  });
  const addAll = async (places: readonly Place[], parent: string): Promise<void> => {
    for (const { kind, name, below, products, archived } of places) {
      const id = newId();
      ids.set(name, id);
      await addNode(db, { ...common, id, parent, kind, name });
      const more = {
        ...(products === undefined ? {} : { products: JSON.stringify(products) }),
        ...(archived === undefined ? {} : { archived_at: now - 40 * DAY }),
      };
      if (Object.keys(more).length > 0)
        await db.updateTable('nodes').set(more).where('id', '=', id).execute();
      await addAll(below ?? [], id);
    }
  };
  await addAll(realm.places, realmId);
  return ids;
}

/** A role at a place of the realm with what it depends on. */
function givenAt(
  realm: DemoRealm,
  ids: ReadonlyMap<string, string>,
  { role, at, lines, products, queues }: Holder,
): Given {
  const idOf = (name: string): string => ids.get(name) as string;
  return {
    pack: realm.pack,
    role,
    realm: idOf(realm.name),
    node: idOf(at),
    place: at === realm.name ? at : `${realm.name} › ${at}`,
    ...(lines === undefined ? {} : { lines: lines.map(idOf) }),
    ...(products === undefined ? {} : { products }),
    ...(queues === undefined ? {} : { queues }),
  };
}

/** Adds the realms with their scopes; returns who is to be given which role where. */
export async function addOtherRealms(world: DemoWorld): Promise<Planned[]> {
  const planned: Planned[] = [];
  const later: Planned[] = [];
  const inDays = (days: number): number => world.now + days * DAY;
  for (const realm of REALMS) {
    const ids = await addRealm(world, realm);
    const realmId = ids.get(realm.name) as string;
    for (const [role, ...places] of realm.people) {
      const roles = places.map((at) => givenAt(realm, ids, { role, at, ...realm.granted?.[role] }));
      const node = roles[0]?.node as string;
      planned.push({ node, realm: realmId, roles, signsIn: !WITHOUT_PORTAL.has(role) });
    }
    for (const holder of realm.more ?? []) {
      const { from, until } = holder;
      const term = {
        ...(from === undefined ? {} : { from: inDays(from) }),
        ...(until === undefined ? {} : { until: inDays(until) }),
      };
      const given = { ...givenAt(realm, ids, holder), ...term };
      later.push({ node: given.node, realm: realmId, roles: [given], signsIn: false });
    }
  }
  return [...planned, ...later];
}

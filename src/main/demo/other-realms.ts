import { PLATFORM_ID } from '#shared/ids.ts';
import { addNode } from '../db/nodes.ts';
import type { Given, Planned } from './add-people.ts';
import type { DemoWorld } from './make-demo.ts';

/** A node of a demo realm with what lies below it. Names are unique within a realm. */
interface Place {
  readonly kind: string;
  readonly name: string;
  readonly below?: readonly Place[];
}

interface DemoRealm {
  readonly pack: string;
  readonly name: string;
  readonly places: readonly Place[];
  /** A person each: the role, and the places where it is given; the realm itself by its name. */
  readonly people: readonly (readonly [role: string, ...places: string[]])[];
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
  },
  {
    pack: 'X',
    name: 'Pebble Texting',
    places: [
      {
        kind: 'account',
        name: 'Pebble Dental',
        below: [
          { kind: 'line', name: '+1 212 555 0140' },
          { kind: 'line', name: '+1 212 555 0141' },
        ],
      },
    ],
    people: [
      ['Standard', 'Pebble Dental'],
      ['Admin', 'Pebble Dental'],
    ],
  },
];

/** Roles that never sign in (reading rule 7): their people have no password. */
const WITHOUT_PORTAL: ReadonlySet<string> = new Set(['Primary Contact', 'Billing Contact', 'No Portal']);
const AGE = 400 * 86_400_000;

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
    for (const { kind, name, below } of places) {
      const id = newId();
      ids.set(name, id);
      await addNode(db, { ...common, id, parent, kind, name });
      await addAll(below ?? [], id);
    }
  };
  await addAll(realm.places, realmId);
  return ids;
}

/** Adds the realms with their scopes; returns who is to be given which role where. */
export async function addOtherRealms(world: DemoWorld): Promise<Planned[]> {
  const planned: Planned[] = [];
  for (const realm of REALMS) {
    const ids = await addRealm(world, realm);
    const realmId = ids.get(realm.name) as string;
    for (const [role, ...places] of realm.people) {
      const roles = places.map((name): Given => {
        const place = name === realm.name ? name : `${realm.name} › ${name}`;
        return { pack: realm.pack, role, realm: realmId, node: ids.get(name) as string, place };
      });
      const node = roles[0]?.node as string;
      planned.push({ node, realm: realmId, roles, signsIn: !WITHOUT_PORTAL.has(role) });
    }
  }
  return planned;
}

import { packTraits } from '../db/number-traits.ts';
import { zonesOf } from '../db/number-zones.ts';
import type { RawDatabase } from '../db/open.ts';
import { BlockStore } from '../jobs/import/block-store.ts';
import type { DemoPlaces } from './add-people.ts';
import { addDemoBroadcasts, type DemoList } from './broadcasts.ts';
import { addDemoDoNotCall } from './do-not-call.ts';
import { addDemoGateways } from './gateways.ts';
import type { DemoWorld } from './make-demo.ts';
import { fictionalEntries } from './numbers.ts';

const DAY = 86_400_000;
const REFUSED = [
  ['(none)', 'There is no number in this row.', 'Write the number, or leave the row out.'],
  [
    '7.9E+10',
    'A spreadsheet has rounded this number; its digits are lost.',
    'Format the column as text and export again.',
  ],
  ['call Maria', 'This is no phone number.', 'Write the number with digits only.'],
  ['+1 212 55', 'This number is too short.', 'Look the number up again.'],
] as const;

/** The lists of each account, in the order of `DemoPlaces`: name, entries, days since the import, refused rows. */
const LISTS = [
  [
    ['Customers with appointments', 18_000, 21, 37],
    ['Fibre rollout, northern districts', 12_500, 9, 12],
    ['Autumn tariff notice', 6_000, 2, 0],
  ],
  [['Hotel guests, December', 4_200, 5, 8]],
  [['Store opening invitations', 2_400, 3, 3]],
] as const;

interface NewList {
  readonly node: string;
  readonly realm: string;
  readonly createdBy: string;
  readonly name: string;
  readonly entries: number;
  readonly daysAgo: number;
  readonly refused: number;
}

function holderOf(raw: RawDatabase, node: string, role: string): string {
  return raw
    .prepare(
      `select person_id from assignments join persons on persons.id = person_id
       where assignments.node_id = ? and role = ? and password_hash is not null order by person_id`,
    )
    .pluck()
    .get(node, role) as string;
}

function addVersion(world: DemoWorld, list: NewList, at: { id: string; created: number }): DemoList {
  const { raw, newId } = world;
  const versionId = newId();
  const key = (raw.prepare('select coalesce(max(key), 0) + 1 from number_list_versions').pluck().get() ??
    1) as number;
  raw
    .prepare(
      `insert into number_list_versions (id, realm_id, list_id, ordinal, key, source_name, read_count, accepted, merged,
         refused, fields, mapping, job_id, created_at, created_by)
       values (?, ?, ?, 1, ?, ?, ?, ?, 0, ?, '[]', '{}', '', ?, ?)`,
    )
    .run(
      versionId,
      list.realm,
      at.id,
      key,
      `${list.name.toLowerCase().replaceAll(/[^a-z]+/g, '-')}.csv`,
      list.entries + list.refused,
      list.entries,
      list.refused,
      at.created,
      list.createdBy,
    );
  return { id: at.id, versionId, versionKey: key };
}

/** The plan of +1 is shared; its Canadian areas are told by their zones. */
const CANADA = /Toronto|Winnipeg|Regina|Edmonton|Vancouver|Halifax|St_Johns|Whitehorse/;
function traitsOf(number: number): number {
  return packTraits(CANADA.test(zonesOf(number)[0] ?? '') ? 'CA' : 'US', 'fixed-line-or-mobile');
}

function addEntries({ raw, chance }: DemoWorld, list: NewList, key: number): void {
  const blocks = new BlockStore(raw, key);
  const addProblem = raw.prepare(
    `insert into number_list_problems (version_key, seq, row, outcome, column_name, value, reason, suggestion, cells)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const entries = fictionalEntries({ seed: chance.below(1_000_000), count: list.entries });
  entries.forEach(({ number, name }, index) => {
    const traits = traitsOf(number);
    blocks.builder.add({ number, name, row: index + 2, traits, fields: null, zone: null, priority: null });
    blocks.added();
  });
  for (const _part of blocks.finish());
  for (let index = 0; index < list.refused; index++) {
    const [value, reason, suggestion] = chance.pick(REFUSED);
    const row = list.entries + 2 + index;
    addProblem.run(
      key,
      index + 1,
      row,
      'refused',
      'phone',
      value,
      reason,
      suggestion,
      JSON.stringify([value]),
    );
  }
}

function addList(world: DemoWorld, list: NewList): DemoList {
  const { raw, newId, now } = world;
  const id = newId();
  const created = now - list.daysAgo * DAY;
  return raw
    .transaction(() => {
      raw
        .prepare(
          `insert into number_lists (id, realm_id, node_id, name, region, state, current_version, created_at,
             created_by, updated_at, deleted_at, version) values (?, ?, ?, ?, 'US', 'ready', 1, ?, ?, ?, null, 1)`,
        )
        .run(id, list.realm, list.node, list.name, created, list.createdBy, created);
      const stored = addVersion(world, list, { id, created });
      addEntries(world, list, stored.versionKey);
      return stored;
    })
    .immediate();
}

/** Number lists with tens of thousands of fictional numbers, and broadcasts that call them. */
export function addDemoCalling(world: DemoWorld, places: DemoPlaces): void {
  const { raw, chance, now, newId } = world;
  places.accounts.forEach((account, index) => {
    const createdBy = holderOf(raw, account.id, 'DIALER_ADMIN') ?? holderOf(raw, account.id, 'ADMINISTRATOR');
    const lists = (LISTS[index] ?? []).map(([name, entries, daysAgo, refused]) =>
      addList(world, { node: account.id, realm: account.realm, createdBy, name, entries, daysAgo, refused }),
    );
    addDemoDoNotCall(world, { node: account.id, realm: account.realm, createdBy });
    if (index > 1) return;
    const { toRun, ids } = addDemoBroadcasts(raw, {
      seed: chance.below(1_000_000),
      now,
      realm: account.realm,
      node: account.id,
      createdBy,
      startedBy: holderOf(raw, account.id, 'DIALER_VERIFIED'),
      lists,
      newId,
    });
    if (index > 0) return;
    addDemoGateways(world, { node: account.id, realm: account.realm, createdBy });
    // What the window starts through the door when it opens the demo, so that one broadcast runs and one waits.
    const wake = { resume: toRun, start: ids['Sunday maintenance'] };
    raw.prepare(`insert into workspace (key, value) values ('demo-wake', ?)`).run(JSON.stringify(wake));
  });
}

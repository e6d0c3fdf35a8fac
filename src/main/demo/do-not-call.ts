import { packNumbers } from '../db/number-blocks.ts';
import type { DemoWorld } from './make-demo.ts';

const DAY = 86_400_000;
/** 555-0100 to 555-0199 of an area code: kept for fiction. */
const FICTIONAL = 5_550_100;
/** Areas of a few numbers that lists of the demo hold, so that scrubbing finds something; none that people try out first. */
const AREAS = [458, 531, 779, 938] as const;

/** Where a demo account's sources lie. */
interface Place {
  readonly node: string;
  readonly realm: string;
  readonly createdBy: string;
}

function addSource(
  { raw, newId, now }: DemoWorld,
  place: Place,
  source: {
    readonly kind: string;
    readonly name: string;
    readonly daysAgo: number;
    readonly freshDays: number | null;
  },
): number {
  const key = (raw.prepare('select coalesce(max(key), 0) + 1 from do_not_call_sources').pluck().get() ??
    1) as number;
  const at = now - source.daysAgo * DAY;
  raw
    .prepare(
      `insert into do_not_call_sources (id, realm_id, node_id, key, kind, name, fresh_days, refreshed_at, created_at,
         created_by, updated_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      newId(),
      place.realm,
      place.node,
      key,
      source.kind,
      source.name,
      source.freshDays,
      at,
      at,
      place.createdBy,
      at,
    );
  return key;
}

/** Do-not-call sources of a demo account: its own list with a few fictional numbers, and a file as a register gives it. */
export function addDemoDoNotCall(world: DemoWorld, place: Place): void {
  const { raw, now } = world;
  const own = addSource(world, place, { kind: 'own', name: 'Own list', daysAgo: 3, freshDays: null });
  const add = raw.prepare(
    `insert into do_not_call_numbers (source_key, number, until, reason, added_at, added_by)
     values (?, ?, ?, ?, ?, ?)`,
  );
  const entered = AREAS.map((area, index) => (1_000 + area) * 10_000_000 + FICTIONAL + 90 + index);
  entered.forEach((number, index) => {
    const byCallee = index % 2 === 0;
    const until = index === 3 ? now + 90 * DAY : null;
    add.run(
      own,
      number,
      until,
      byCallee ? 'Pressed 9' : 'Asked by e-mail',
      now - index * DAY,
      byCallee ? '' : place.createdBy,
    );
  });
  const register = addSource(world, place, {
    kind: 'national',
    name: 'National register',
    daysAgo: 12,
    freshDays: 365,
  });
  const filed = Float64Array.from(
    AREAS.flatMap((area) =>
      Array.from({ length: 60 }, (_, index) => (1_000 + area) * 10_000_000 + FICTIONAL + index),
    ),
  ).toSorted();
  raw
    .prepare('insert into do_not_call_blocks (source_key, batch, first, last, data) values (?, 1, ?, ?, ?)')
    .run(register, filed[0], filed.at(-1), packNumbers(filed));
  raw
    .prepare('update do_not_call_sources set batch = 1, filed = ?, file_name = ? where key = ?')
    .run(filed.length, 'register-2026.csv', register);
  raw.prepare('update do_not_call_sources set entered = ? where key = ?').run(entered.length, own);
}

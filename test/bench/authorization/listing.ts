import { subject } from '@casl/ability';
import { sql } from 'kysely';
import { kyselyOver, type RawDatabase } from '#main/db/open.ts';
import { visibleIn } from '#main/db/visible.ts';
import type { Rights } from '#shared/authz/rights.ts';
import { type BenchLine, median } from '../bench-line.ts';
import { abilityOf } from './casl.ts';
import { lineageOf, NODES, NOW, PERSONS, REALM } from './portal-world.ts';

const ROWS = 1_000_000;
const PERMISSION = 'departments.edit';
const CUSTOMERS = NODES.filter((node) => node.kind === 'customer').map((node) => node.id);
const customerOf = (row: number): number => (row * 7_919) % CUSTOMERS.length;

/** A million records, each at a customer. Indexes are made afterwards, as they are declared. */
function fill(raw: RawDatabase): void {
  const indexes = raw
    .prepare(
      `select name, sql from sqlite_master where type = 'index' and tbl_name = 'number_lists' and sql is not null`,
    )
    .all() as { name: string; sql: string }[];
  for (const { name } of indexes) raw.exec(`drop index ${name}`);
  raw.exec('create temp table customers (place integer primary key, id text)');
  const add = raw.prepare('insert into customers values (?, ?)');
  raw.transaction(() => {
    CUSTOMERS.forEach((id, place) => add.run(place, id));
    raw.exec(`
      with recursive n(i) as (select 0 union all select i + 1 from n where i < ${ROWS - 1})
      insert into number_lists
        (id, realm_id, node_id, name, region, current_version, state, created_at, created_by, updated_at)
      select printf('01b00000-0000-7000-8000-%012d', n.i), '${REALM}', c.id,
        'List ' || ((n.i * 104729) % 1000003), 'US', 1, 'ready', n.i, '', n.i
      from n join customers c on c.place = (n.i * 7919) % ${CUSTOMERS.length}`);
    for (const index of indexes) raw.exec(index.sql);
  })();
  raw.exec('analyze');
}

async function timedAsync(act: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 9; round++) {
    const start = performance.now();
    await act();
    times.push(performance.now() - start);
  }
  return median(times);
}

/** What one person may see among a million records: the product's own predicate against a loop over the rows. */
export async function listingLines(raw: RawDatabase, rights: Rights): Promise<BenchLine[]> {
  fill(raw);
  const db = kyselyOver(raw);
  // The rows lie in memory already: the loop pays for nothing but the decisions.
  const records = CUSTOMERS.map((id) => subject('Record', { path: lineageOf(id) }));
  const rows = Array.from({ length: ROWS }, (_, row) => records[customerOf(row)]!);
  const lines: BenchLine[] = [];
  for (const role of ['Customer Manager', 'Conduit Admin']) {
    const person = PERSONS.find((one) => one.assignments.some((given) => given.role === role))!;
    const ability = abilityOf(person);
    const visible = rights.visible(person.id, PERMISSION, NOW);
    const query = db
      .selectFrom('number_lists')
      .where('deleted_at', 'is', null)
      .where(visibleIn(visible, 'number_lists.node_id'));
    const start = performance.now();
    let seen = 0;
    for (const row of rows) if (ability.can(PERMISSION, row)) seen++;
    const loop = performance.now() - start;
    const page = await timedAsync(() =>
      query.select(['id', 'node_id', 'name']).orderBy(sql`lower(name)`).limit(100).execute(),
    );
    const counted = await query.select(sql<number>`count(*)`.as('count')).executeTakeFirstOrThrow();
    const count = await timedAsync(() => query.select(sql<number>`count(*)`.as('count')).execute());
    const same = counted.count === seen;
    const about = `${role}, who sees ${seen.toLocaleString('en')} of 1,000,000 records`;
    lines.push(
      {
        name: `First page for a ${about}`,
        asked: 'at least 50 times as fast as a CASL loop',
        measured: `${Math.round(loop / page)} times (${page.toFixed(1)} ms against ${loop.toFixed(0)} ms)`,
        ok: same && loop / page >= 50,
      },
      {
        name: `Count for a ${about}`,
        asked: 'at most a twentieth of the loop, same number',
        measured: `1/${Math.round(loop / count)} (${count.toFixed(1)} ms), ${same ? 'the same' : 'DIFFERENT'}`,
        ok: same && loop / count >= 20,
      },
    );
  }
  return lines;
}

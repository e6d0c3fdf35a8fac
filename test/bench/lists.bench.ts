import { type Kysely, sql } from 'kysely';
import { fieldsLine, packFields } from '#main/db/lists/extra-fields.ts';
import { listEntries } from '#main/db/number-list-rows.ts';
import { readyVersion } from '#main/db/number-lists.ts';
import { contains, readPage } from '#main/db/page.ts';
import type { Tables } from '#main/db/tables/index.ts';
import { visibleIn } from '#main/db/visible.ts';
import type { ImportParams } from '#main/jobs/import/params.ts';
import { numberListOperations } from '#shared/operations/number-lists.ts';
import { rowsOf } from '#shared/page.ts';
import { ACCOUNT, ListWorkspace, PERSON, REALM } from '#test/support/number-lists.ts';
import { type GivenEntry, storeEntries } from '#test/support/stored-entries.ts';
import { type BenchLine, median, percentile } from './bench-line.ts';

const ROWS = 1_000_000;
const LOOKS = 200;
const { input: entriesInput } = numberListOperations['numberLists.entries'];

/** Figures of pages out of lists of a million rows, and of what a page costs on its way to the window. */
export async function run(): Promise<BenchLine[]> {
  const at = await ListWorkspace.make();
  const db = at.kysely();
  try {
    const params = fill(at);
    return [...(await entriesLines(db, params)), await personsLine(db), ...(await bridgeLines(db, params))];
  } finally {
    at.remove();
  }
}

function* entries(): Generator<GivenEntry> {
  for (let i = 1; i <= ROWS; i++) {
    yield {
      number: 12_010_000_000 + ((i * 7_919) % 100_000_007),
      name: `Name ${(i * 104_729) % 1_000_003}`,
      fields: packFields([`City ${i % 500}`, `x${i}`]),
    };
  }
}

/** A million entries and a million people. */
function fill(at: ListWorkspace): ImportParams {
  const params = at.newList('rows.csv');
  storeEntries(at.db, params.version, entries());
  at.db.transaction(() => {
    at.db.exec(`
      with recursive n(i) as (select 1 union all select i + 1 from n where i < ${ROWS})
      insert into persons (id, realm_id, node_id, first_name, last_name, email, email_key, active, created_at, updated_at)
      select printf('01a00000-0000-7000-8000-%012d', i), '${REALM}', '${ACCOUNT}', 'First ' || (i % 1000),
        'Last ' || ((i * 104729) % 1000003), 'p' || i || '@example.com', 'p' || i || '@example.com', i % 2, i, i from n;
      update number_list_versions set state = 'ready', read_count = ${ROWS}, accepted = ${ROWS}, fields = '["City","Code"]';
      update number_lists set state = 'ready', created_by = '${PERSON}';`);
  })();
  return params;
}

/** Times pages at offsets all over a list; the first looks, which make its order, are left out. */
async function pages(
  look: (offset: number) => Promise<{ total: number }>,
): Promise<{ p95: number; first: number }> {
  const began = performance.now();
  const { total } = await look(0);
  const first = performance.now() - began;
  await look(0);
  const times: number[] = [];
  for (let turn = 0; turn < LOOKS; turn++) {
    const start = performance.now();
    await look(Math.floor(((turn * 7_919) % LOOKS) * (total / LOOKS)));
    times.push(performance.now() - start);
  }
  return { p95: percentile(times, 0.95), first };
}

function pageLine(name: string, { p95, first }: { p95: number; first: number }): BenchLine {
  return {
    name,
    asked: 'p95 under 20 ms',
    measured: `p95 ${p95.toFixed(1)} ms (the first look ${first.toFixed(0)} ms)`,
    ok: p95 < 20,
  };
}

async function entriesLines(db: Kysely<Tables>, { list }: ImportParams): Promise<BenchLine[]> {
  const cases = [
    ['unsorted', {}],
    ['sorted by name', { sort: { by: 'name' } }],
    [
      'sorted by name and filtered by "Name 5"',
      { sort: { by: 'name', direction: 'desc' }, search: 'Name 5' },
    ],
    ['sorted by number and filtered by "2017"', { sort: { by: 'number' }, search: '2017' }],
  ] as const;
  const lines: BenchLine[] = [];
  for (const [name, ask] of cases) {
    const measured = await pages((offset) =>
      db.transaction().execute(async (tx) => {
        const version = await readyVersion(tx, list);
        if (version === undefined) throw new Error('The list is not ready.');
        const input = entriesInput.parse({ id: list, ...ask, offset, limit: 100 });
        return listEntries(tx, input, { version, line: fieldsLine });
      }),
    );
    lines.push(pageLine(`A page of 100 out of 1,000,000 entries, ${name}`, measured));
  }
  return lines;
}

/** A list that can change, with a filter and what the person may see. */
async function personsLine(db: Kysely<Tables>): Promise<BenchLine> {
  const measured = await pages((offset) =>
    db.transaction().execute((tx) =>
      readPage(
        tx,
        {
          query: tx
            .selectFrom('persons')
            .leftJoin('nodes', 'nodes.id', 'persons.node_id')
            .where(visibleIn({ nodes: [REALM], own: null }, 'persons.node_id'))
            .where(contains('persons.last_name', 'Last 1'))
            .where('persons.active', '=', 1)
            .select([
              'persons.id',
              'persons.first_name',
              'persons.last_name',
              'persons.email',
              'nodes.name as node',
            ]),
          key: 'persons.rowid',
          columns: { id: 'text', first_name: 'text', last_name: 'text', email: 'text', node: 'text' },
          sorts: { name: [sql`lower(persons.last_name)`] },
          otherwise: { by: 'name', direction: 'asc' },
        },
        { offset, limit: 100 },
      ),
    ),
  );
  return pageLine('A page of 100 out of 1,000,000 people, visible, filtered and sorted', measured);
}

/** The median cost of sending a value between threads or processes, in ms. */
function cost(value: unknown): number {
  const times: number[] = [];
  for (let turn = 0; turn < 301; turn++) {
    const start = performance.now();
    structuredClone(value);
    times.push(performance.now() - start);
  }
  return median(times);
}

/** A page of 1,000 rows cloned as it is sent, as columns and as objects. */
async function bridgeLines(db: Kysely<Tables>, { list }: ImportParams): Promise<BenchLine[]> {
  const page = await db.transaction().execute(async (tx) => {
    const version = await readyVersion(tx, list);
    if (version === undefined) throw new Error('The list is not ready.');
    const input = entriesInput.parse({ id: list, offset: 0, limit: 1_000 });
    return listEntries(tx, input, { version, line: fieldsLine });
  });
  const objects = rowsOf(page);
  cost(page);
  const ratio = cost(objects) / cost(page);
  return [
    {
      name: 'A page of 1,000 entries cloned as columns, against an array of objects',
      asked: 'at most 1/1.8 of the cost',
      measured: `1/${ratio.toFixed(2)}`,
      ok: ratio >= 1.8,
    },
  ];
}

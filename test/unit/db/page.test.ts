import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kyselyOver, openRaw, type RawDatabase } from '#main/db/open.ts';
import { contains, readPage } from '#main/db/page.ts';
import { rowsOf } from '#shared/page.ts';

interface Fruit {
  id: number;
  name: string;
  weight: number | null;
  ripe: number;
}
interface Db {
  fruits: Fruit;
}

describe('readPage', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rolecall-page-'));
  let raw: RawDatabase;
  let db: Kysely<Db>;

  beforeAll(() => {
    raw = openRaw(path.join(folder, 'page.db'));
    raw.exec('create table fruits (id integer primary key, name text, weight integer, ripe integer)');
    const insert = raw.prepare('insert into fruits values (?, ?, ?, ?)');
    raw.transaction(() => {
      for (let id = 1; id <= 5000; id++) insert.run(id, `fruit ${(id * 7919) % 5000}`, id % 10, id % 2);
    })();
    db = kyselyOver<Db>(raw);
  });
  afterAll(async () => {
    await db.destroy();
    rmSync(folder, { recursive: true, force: true });
  });

  const listing = (search: string, from = db) => ({
    query: from.selectFrom('fruits').where(contains('fruits.name', search)).selectAll(),
    key: 'fruits.id',
    columns: {
      id: 'number',
      name: 'text',
      weight: 'number',
      ripe: 'flag',
      label: (row: Fruit) => `#${row.id}`,
    } as const,
    sorts: { name: ['fruits.name'], weight: [sql`fruits.weight`, 'fruits.name'] },
    otherwise: { by: 'name', direction: 'asc' } as const,
  });

  it('reads the same page the first time, by OFFSET, and later, by its key array', async () => {
    for (const offset of [0, 10, 1990, 4990, 6000]) {
      for (const direction of ['asc', 'desc'] as const) {
        const window = { offset, limit: 20, sort: { by: 'weight', direction } };
        const pages = await db.transaction().execute(async (tx) => {
          const looks = [];
          for (let look = 0; look < 3; look++) looks.push(await readPage(tx, listing('fruit', tx), window));
          return looks;
        });
        const asked = raw
          .prepare(
            `select id from fruits order by weight ${direction}, name ${direction}, id ${direction}
             limit 20 offset ?`,
          )
          .pluck()
          .all(offset);
        for (const page of pages) {
          expect([...page.columns.id]).toEqual(asked);
          expect(page.total).toBe(5000);
        }
      }
    }
  });

  it('gives numbers as a Float64Array, flags as booleans and computed cells', async () => {
    const page = await readPage(db, listing('fruit 1234'), { offset: 0, limit: 5 });
    expect(page.columns.id).toBeInstanceOf(Float64Array);
    expect(rowsOf(page)).toEqual([
      {
        id: expect.any(Number),
        name: 'fruit 1234',
        weight: expect.any(Number),
        ripe: false,
        label: expect.stringMatching(/^#\d+$/),
      },
    ]);
    const none = await readPage(db, listing('vegetable'), { offset: 0, limit: 5 });
    expect(none).toMatchObject({ total: 0, rows: 0 });
    expect(Object.keys(none.columns)).toEqual(['id', 'name', 'weight', 'ripe', 'label']);
  });

  it('takes wildcards in a search literally', async () => {
    expect((await readPage(db, listing('%'), { offset: 0, limit: 5 })).total).toBe(0);
    expect((await readPage(db, listing('_ruit'), { offset: 0, limit: 5 })).total).toBe(0);
    expect((await readPage(db, listing('FRUIT'), { offset: 0, limit: 5 })).total).toBe(5000);
  });

  it('forgets a view as soon as this or another connection wrote', async () => {
    const fruits = listing('fruit');
    const look = () => readPage(db, fruits, { offset: 3000, limit: 1 });
    expect((await look()).total).toBe(5000);
    raw.exec("insert into fruits values (5001, 'fruit x', null, 0)");
    expect((await look()).total).toBe(5001);
    const other = openRaw(path.join(folder, 'page.db'));
    other.exec('delete from fruits where id = 5001');
    other.close();
    expect((await look()).total).toBe(5000);
  });

  it('keeps null in a column of numbers', async () => {
    raw.exec("insert into fruits values (5002, 'null fruit', null, 0)");
    const page = await readPage(db, listing('null fruit'), { offset: 0, limit: 1 });
    expect(page.columns.weight).toEqual([null]);
    raw.exec('delete from fruits where id = 5002');
  });

  it('jumps in rows numbered without a gap', async () => {
    for (const direction of ['asc', 'desc'] as const) {
      const page = await readPage(
        db,
        { ...listing('fruit'), dense: { total: 5000, direction } },
        { offset: 4998, limit: 10 },
      );
      expect([...page.columns.id]).toEqual(direction === 'asc' ? [4999, 5000] : [2, 1]);
      expect(page).toMatchObject({ total: 5000, offset: 4998, rows: 2 });
    }
  });
});

import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openRaw, type RawDatabase, type RawStatement } from '#main/db/open.ts';
import { DATABASE_FILE } from '#main/db/workspace-files.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import type { Reply } from '#shared/reply.ts';
import type { NaiveWorld } from './naive-decision.ts';
import { type PeopleWorld, peopleWorld } from './people-world.ts';
import { PASSWORD, type TestService, testService } from './service.ts';

/** An assignment as it stands in the table; `deleted` ones are left out. */
export interface StandingAssignment {
  readonly id: string;
  readonly person: string;
  readonly pack: string;
  readonly role: string;
  readonly node: string;
  readonly realm: string | null;
  readonly from: number | null;
  readonly until: number | null;
  readonly lines: readonly string[];
  readonly products: readonly string[];
  readonly queues: readonly string[];
}

export interface StandingPerson {
  readonly id: string;
  readonly email: string;
  readonly node: string;
  readonly active: boolean;
  readonly password: string | null;
}

/** All that administrative commands change. */
export interface Standing {
  readonly persons: ReadonlyMap<string, StandingPerson>;
  readonly assignments: ReadonlyMap<string, StandingAssignment>;
}

const TABLES = ['persons', 'assignments'] as const;

const list = (text: unknown): string[] => (text === null ? [] : (JSON.parse(text as string) as string[]));

/**
 * One service for many runs: a realm of each pack whose roles differ in what they ask, and the people to administer
 * them. `reset` puts everything back as it was.
 */
export class AdminWorld {
  readonly test: TestService;
  readonly world: PeopleWorld;
  readonly emails: readonly string[];
  readonly nodes: readonly string[];
  /** As the naive decision wants it, without people. */
  readonly scopes: Omit<NaiveWorld, 'people'>;
  readonly #raw: RawDatabase;
  readonly #persons: RawStatement;
  readonly #assignments: RawStatement;
  readonly #start: number;

  private constructor(test: TestService, world: PeopleWorld, raw: RawDatabase) {
    this.test = test;
    this.world = world;
    this.#raw = raw;
    this.#start = test.clock.now;
    this.#persons = raw.prepare(
      `select id, email, node_id as node, active, password_hash as password from persons where deleted_at is null`,
    );
    this.#assignments = raw.prepare(
      `select id, person_id as person, pack_id as pack, role, node_id as node, realm_id as realm, valid_from as "from",
         valid_until as until, lines, products, queues from assignments where deleted_at is null order by id`,
    );
    const rows = raw.prepare('select id, parent_id as parent, kind, products from nodes').all() as {
      id: string;
      parent: string | null;
      kind: string;
      products: string | null;
    }[];
    this.emails = raw.prepare('select email from persons order by id').pluck().all() as string[];
    this.nodes = rows.map(({ id }) => id);
    this.scopes = {
      packs: BUILT_IN_PACKS,
      versions: new Map(),
      customs: [],
      archived: new Set(),
      parents: new Map(rows.map(({ id, parent }) => [id, parent])),
      kinds: new Map(rows.map(({ id, kind }) => [id, kind])),
      products: new Map(
        rows.flatMap(({ id, products }) => (products === null ? [] : [[id, list(products)]])),
      ),
    };
  }

  static async make(): Promise<AdminWorld> {
    // In memory where the machine has such a folder: a hundred thousand commands wait for no disk.
    const before = process.env['TMPDIR'];
    if (existsSync('/dev/shm')) process.env['TMPDIR'] = '/dev/shm';
    const test = await testService();
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    const world = peopleWorld(test);
    await fill(world);
    await world.ready();
    const db = test.service.writer;
    const statements = [
      'pragma synchronous = off',
      `attach database ':memory:' as kept`,
      ...TABLES.map((table) => `create table kept.first_${table} as select * from main.${table}`),
    ];
    for (const statement of statements) await sql.raw(statement).execute(db);
    return new AdminWorld(test, world, openRaw(join(test.folder, DATABASE_FILE)));
  }

  /** Everything as it was at first; without the workspace's administrators, if there shall be nobody above the realms. */
  async reset(platform: boolean): Promise<void> {
    await this.#restore('first', this.#start);
    if (platform) return;
    const nobody = sql`update main.persons set active = 0 where node_id = ${this.world.id('platform')}`;
    await nobody.execute(this.test.service.writer);
    await this.#refresh();
  }

  /** Keeps everything as it is now; the function returned puts it back. */
  async keep(): Promise<() => Promise<void>> {
    const { now } = this.test.clock;
    for (const table of TABLES) {
      await this.#run(`drop table if exists kept.later_${table}`);
      await this.#run(`create table kept.later_${table} as select * from main.${table}`);
    }
    return () => this.#restore('later', now);
  }

  async #restore(from: 'first' | 'later', now: number): Promise<void> {
    this.test.clock.now = now;
    // Changed first, so that the engine hears of people who are gone.
    await this.#run('update main.persons set deleted_at = 1');
    for (const table of TABLES.toReversed()) await this.#run(`delete from main.${table}`);
    for (const table of TABLES) {
      await this.#run(`insert into main.${table} select * from kept.${from}_${table}`);
    }
    await this.#refresh();
  }

  async #run(statement: string): Promise<void> {
    await sql.raw(statement).execute(this.test.service.writer);
  }

  /** The engine is brought up to date after a command. */
  async #refresh(): Promise<void> {
    await this.test.raw('nobody', 'session.signIn', { email: 'nobody', password: 'x' });
    await this.#run('delete from sign_in_failures');
  }

  /** Calls as a person, who signs in first if they are not (any more) and may. */
  async call(as: string, name: string, input: unknown): Promise<Reply<unknown>> {
    const reply = await this.test.raw(as, name, input);
    if (reply.ok || reply.error.code !== 'not-signed-in') return reply;
    const signedIn = await this.test.raw(as, 'session.signIn', { email: as, password: PASSWORD });
    await this.test.service.writer.deleteFrom('sign_in_failures').execute();
    return signedIn.ok ? this.test.raw(as, name, input) : reply;
  }

  standing(): Standing {
    const persons = this.#persons.all() as (Omit<StandingPerson, 'active'> & { active: number })[];
    const assignments = this.#assignments.all() as (StandingAssignment &
      Record<'lines' | 'products' | 'queues', unknown>)[];
    return {
      persons: new Map(persons.map((row) => [row.id, { ...row, active: row.active === 1 }])),
      assignments: new Map(
        assignments.map((row) => [
          row.id,
          { ...row, lines: list(row.lines), products: list(row.products), queues: list(row.queues) },
        ]),
      ),
    };
  }

  version(table: 'persons' | 'assignments', id: string): number {
    const row = this.#raw.prepare(`select version from ${table} where id = ?`).pluck().get(id);
    return (row as number | undefined) ?? 1;
  }

  async close(): Promise<void> {
    this.#raw.close();
    rmSync(join(this.test.folder, '..', `rolecall-people-${process.pid}.csv`), { force: true });
    await this.test.close();
  }
}

async function fill(world: PeopleWorld): Promise<void> {
  await world.realm('portal', 'E');
  await world.node('server', 'portal', 'server');
  await world.node('conduit', 'server', 'conduit');
  await world.node('customer', 'conduit', 'customer');
  await world.realm('dialogs', 'J');
  await world.node('a', 'dialogs', 'account');
  await world.node('a1', 'a', 'project');
  await world.node('b', 'dialogs', 'account');
  await world.realm('pbx', 'N');
  await world.node('organization', 'pbx', 'organization');
  await world.node('site', 'organization', 'site');
  await world.realm('texting', 'X');
  await world.node('shop', 'texting', 'account', ['Chat', 'Blast']);
  await world.node('line 1', 'shop', 'line');
  await world.node('line 2', 'shop', 'line');
  const person = (name: string, home: string, ...roles: readonly (readonly [string, string, string?])[]) =>
    world.person(`${name}@x.example`, home, {
      roles: roles.map(([pack, role, node = home]) => ({ pack, role, node })),
    });
  await person('owner', 'platform', ['console', 'WORKSPACE_ADMIN']);
  await person('auditor', 'platform', ['console', 'AUDITOR']);
  await person('root 1', 'portal', ['E', 'Root']);
  await person('root 2', 'portal', ['E', 'Root']);
  await person('support', 'portal', ['E', 'Support', 'server']);
  await person('rep', 'portal', ['E', 'Sales Rep', 'conduit'], ['E', 'Customer Admin', 'customer']);
  await person('admin 1', 'a', ['J', 'ADMINISTRATOR']);
  await person('admin 2', 'a', ['J', 'ADMINISTRATOR'], ['J', 'ADMINISTRATOR', 'b']);
  await person('worker', 'a', ['J', 'ANALYST'], ['J', 'USER', 'a1']);
  await person('b worker', 'b', ['J', 'OPERATOR']);
  await person('pbx admin', 'organization', ['N', 'admin']);
  await person('manager', 'organization', ['N', 'Office Manager']);
  await person('phone', 'site', ['N', 'Basic User']);
  await person('seller', 'shop', ['X', 'Admin']);
  await person('clerk', 'shop', ['X', 'Standard']);
}

import { existsSync, mkdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { DemoPerson } from '#shared/operations/workspace.ts';
import { openLogStore } from '../db/logs/store.ts';
import { migrate } from '../db/migrate.ts';
import { addNode } from '../db/nodes.ts';
import { type Database, kyselyOver, openRaw, type RawDatabase } from '../db/open.ts';
import { uuidV7Source } from '../db/uuid.ts';
import { DATABASE_FILE } from '../db/workspace-files.ts';
import { argon2Passwords } from '../service/passwords.ts';
import { addDemoPeople, type DemoPlaces } from './add-people.ts';
import { addDemoCalling } from './calling.ts';
import { generateLogs } from './logs.ts';
import { addOtherRealms } from './other-realms.ts';
import { type Chance, chanceFrom } from './random.ts';
import { addDemoReviews } from './reviews.ts';

const DAY = 86_400_000;
const LOG_ROWS = 200_000;

export interface DemoOptions {
  /** Made; must not hold a workspace yet. */
  readonly folder: string;
  /** The same seed and `now` make the same workspace (but for the salts of passwords). */
  readonly seed: number;
  /** Unix ms; the demo's past lies before it. */
  readonly now: number;
  progress(done: number, total: number, message: string): void;
}

/** What the generators share. */
export interface DemoWorld {
  readonly raw: RawDatabase;
  readonly db: Database;
  readonly chance: Chance;
  readonly now: number;
  readonly newId: () => string;
}

const PLACES = [
  {
    realm: 'Larkspur Dialogs',
    accounts: {
      'Larkspur Telecom': ['Care line', 'Billing bot', 'Field service'],
      'Harbor Voice': ['Bookings', 'Arrivals'],
    },
  },
  { realm: 'Meridian Cloud', accounts: { 'Meridian Retail': ['Store finder', 'Returns'] } },
] as const;

async function addPlaces({ db, now, newId }: DemoWorld): Promise<DemoPlaces> {
  const accounts: {
    id: string;
    name: string;
    realm: string;
    realmName: string;
    projects: { id: string; name: string }[];
  }[] = [];
  const since = now - 400 * DAY;
  for (const place of PLACES) {
    const realm = newId();
    await addNode(db, {
      id: realm,
      parent: PLATFORM_ID,
      realm,
      kind: 'realm',
      name: place.realm,
      pack: ['J', 1],
      now: since,
    });
    for (const [name, projects] of Object.entries(place.accounts)) {
      const account = {
        id: newId(),
        name,
        realm,
        realmName: place.realm,
        projects: [] as { id: string; name: string }[],
      };
      await addNode(db, { id: account.id, parent: realm, realm, kind: 'account', name, now: since });
      for (const projectName of projects) {
        const id = newId();
        await addNode(db, { id, parent: account.id, realm, kind: 'project', name: projectName, now: since });
        account.projects.push({ id, name: projectName });
      }
      accounts.push(account);
    }
  }
  return { accounts };
}

function addLogs(folder: string, options: DemoOptions, places: DemoPlaces): void {
  const store = openLogStore(folder);
  let done = 0;
  for (const batch of generateLogs({
    seed: options.seed,
    now: options.now,
    accounts: places.accounts,
    rows: LOG_ROWS,
  })) {
    store.append(batch);
    done += batch.rows.length;
    options.progress(
      40 + Math.floor((60 * done) / LOG_ROWS),
      100,
      `Dialog logs: ${done} of ${LOG_ROWS} messages`,
    );
  }
  store.close();
}

async function fill(folder: string, options: DemoOptions): Promise<DemoPerson[]> {
  const chance = chanceFrom(options.seed);
  const raw = openRaw(join(folder, DATABASE_FILE));
  await migrate(raw);
  const db = kyselyOver(raw);
  try {
    const newId = uuidV7Source(
      () => options.now,
      (bytes) => chance.fill(bytes),
    );
    const world: DemoWorld = { raw, db, chance, now: options.now, newId };
    options.progress(0, 100, 'Realms and accounts');
    const places = await addPlaces(world);
    options.progress(5, 100, 'People and their roles');
    const people = await addDemoPeople(world, {
      places,
      others: await addOtherRealms(world),
      passwords: argon2Passwords(),
      added: (share) => options.progress(5 + Math.floor(20 * share), 100, 'People and their roles'),
    });
    await addDemoReviews(world);
    options.progress(25, 100, 'Number lists and broadcasts');
    addDemoCalling(world, places);
    addLogs(folder, options, places);
    const facts = { name: 'Demo workspace', demo: 'yes', 'demo-people': JSON.stringify(people) };
    for (const [key, value] of Object.entries(facts)) {
      await db.insertInto('workspace').values({ key, value }).execute();
    }
    options.progress(100, 100, 'Done');
    return people;
  } finally {
    await db.destroy();
  }
}

/**
 * Makes a demo workspace: a realm for each role pack (two of the dialog platform), a person for every role, number
 * lists and broadcasts, 200,000 dialog log rows. All or nothing: it is made beside the folder and then moved.
 */
export async function makeDemo(options: DemoOptions): Promise<DemoPerson[]> {
  const making = `${options.folder}.making`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  try {
    const people = await fill(making, options);
    mkdirSync(dirname(options.folder), { recursive: true });
    // An empty folder may be there already; anything else makes this throw, and nothing is lost.
    if (existsSync(options.folder)) rmdirSync(options.folder);
    renameSync(making, options.folder);
    return people;
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    throw error;
  }
}

/** The people of a demo workspace that exists already; null if the folder holds none. Throws for a real workspace. */
export async function demoPeopleOf(folder: string): Promise<DemoPerson[] | null> {
  const file = join(folder, DATABASE_FILE);
  if (!existsSync(file)) return null;
  const db = kyselyOver(openRaw(file, { readonly: true }));
  try {
    const row = await db
      .selectFrom('workspace')
      .select('value')
      .where('key', '=', 'demo-people')
      .executeTakeFirst();
    if (row === undefined)
      throw new Error(`${folder} holds a workspace that is no demo. Choose another folder.`);
    return JSON.parse(row.value) as DemoPerson[];
  } finally {
    await db.destroy();
  }
}

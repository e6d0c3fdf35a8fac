import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLogStore } from '#main/db/logs/store.ts';
import { findOperation } from '#shared/operations/index.ts';
import type { Pack } from '#shared/policy/pack.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import type { Reply } from '#shared/reply.ts';
import { keyOf, type PackWorlds, packWorlds } from '../support/pack-worlds.ts';
import { type RecordMaker, recordMaker } from '../support/records.ts';
import { type TestService, testService } from '../support/service.ts';
import { type Cell, expectedAt, PLACES, type PlaceName, type Subject, targetKinds } from './expected.ts';
import { INPUTS } from './inputs/index.ts';
import { type GuardedName, MISSING, type Place } from './inputs/place.ts';

const PACKS = BUILT_IN_PACKS.filter((pack) => pack.nodeKinds.length > 0);
const NAMES = Object.keys(INPUTS) as GuardedName[];
/** Roles whose rights depend on the kind of scope where they were given are tried at each. */
const AT_EACH_KIND = new Set(['Sales Rep', 'Customer Manager']);
/** Reading rule 7. */
const NEVER_SIGN_IN = new Set(['Primary Contact', 'Billing Contact', 'No Portal']);

const subjectsOf = (pack: Pack): Subject[] =>
  pack.roles.flatMap((role) =>
    (AT_EACH_KIND.has(role.id) ? role.nodeKinds : role.nodeKinds.slice(0, 1)).map((kind) => ({
      pack: pack.id,
      role: role.id,
      kind,
      own:
        kind === 'platform'
          ? 'platform'
          : keyOf(pack.nodeKinds.length === 0 ? (PACKS[0] as Pack) : pack, kind),
      email: `${pack.id}.${role.id}.${kind}@x.example`,
      signsIn: !NEVER_SIGN_IN.has(role.id),
    })),
  );
const SUBJECTS = BUILT_IN_PACKS.flatMap(subjectsOf);

let test: TestService;
let world: PackWorlds;
let make: RecordMaker;
let gone: RecordMaker;
let folder: string;

beforeAll(async () => {
  test = await testService();
  const access = { lines: ['X/1/a/a'], products: ['Blast'] };
  world = await packWorlds(
    test,
    PACKS,
    SUBJECTS.map(({ email, pack, role, own }) => ({
      email,
      roles: [{ pack, role, node: own, ...(role === 'Standard' ? access : {}) }],
    })),
  );
  folder = mkdtempSync(join(tmpdir(), 'rolecall-packs-'));
  // What is tried here is never cut off; thousands of refusals need not wait for the disk.
  await sql`pragma synchronous = off`.execute(test.service.writer);
  make = recordMaker(test);
  gone = removing(make);
  const logs = openLogStore(test.folder);
  logs.append({
    account: world.nodes['J/1/a'] as string,
    rows: [{ ...MESSAGE, project: world.nodes['J/1/a/a'] as string }],
  });
  logs.close();
  for (const { email, signsIn } of SUBJECTS) if (signsIn) await test.signIn(email);
});
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

const MESSAGE = {
  id: 'message-1',
  at: Date.UTC(2026, 4, 1),
  channel: 'web',
  client: 'client-1',
  session: 'session-1',
  direction: 'in',
  speaker: 'client',
  text: 'Hello',
  intent: '',
  confidence: null,
  extra: '',
};

async function remove(
  table:
    | 'number_lists'
    | 'do_not_call_sources'
    | 'broadcasts'
    | 'persons'
    | 'assignments'
    | 'custom_roles'
    | 'gateways'
    | 'prompts'
    | 'caller_ids'
    | 'exports'
    | 'export_schedules',
  id: string,
): Promise<string> {
  await test.service.writer.updateTable(table).set({ deleted_at: 2 }).where('id', '=', id).execute();
  return id;
}

/** Makes records that were removed. */
function removing(maker: RecordMaker): RecordMaker {
  return {
    list: async (node, realm) => remove('number_lists', await maker.list(node, realm)),
    editedList: async (node, realm) => remove('number_lists', await maker.editedList(node, realm)),
    source: async (node, realm) => remove('do_not_call_sources', await maker.source(node, realm)),
    broadcast: async (node, realm, state) => remove('broadcasts', await maker.broadcast(node, realm, state)),
    called: async (node, realm, left) => remove('broadcasts', await maker.called(node, realm, left)),
    gateway: async (node, realm) => remove('gateways', await maker.gateway(node, realm)),
    prompt: async (node, realm) => remove('prompts', await maker.prompt(node, realm)),
    callerId: async (node, realm) => remove('caller_ids', await maker.callerId(node, realm)),
    person: async (node, realm, active) => remove('persons', await maker.person(node, realm, active)),
    assignment: async (node, realm) => remove('assignments', await maker.assignment(node, realm)),
    client: async (node, realm, blocked) => {
      const id = await maker.client(node, realm, blocked);
      await test.service.writer.deleteFrom('log_clients').where('id', '=', id).execute();
      return id;
    },
    logImport: async (node, realm) => {
      const id = await maker.logImport(node, realm);
      await test.service.writer
        .updateTable('log_imports')
        .set({ deleted_at: 2 })
        .where('id', '=', id)
        .execute();
      return id;
    },
    role: async (node, realm) => remove('custom_roles', await maker.role(node, realm)),
    rawExport: async (node, realm) => remove('exports', await maker.rawExport(node, realm)),
    schedule: async (node, realm, at) => remove('export_schedules', await maker.schedule(node, realm, at)),
    review: async (node, realm) => {
      const made = await maker.review(node, realm);
      await remove('assignments', made.assignment);
      return made;
    },
  };
}

const parentOf = (key: string): string => {
  const parts = key.split('/');
  return parts.length <= 2 ? 'platform' : parts.slice(0, -1).join('/');
};

/** The world's key of a place as seen from a person's own; null: there is no such place. */
function keyAt(place: PlaceName, { own }: Subject): string | null {
  const last = own.split('/').at(-1);
  switch (place) {
    case 'own':
      return own;
    case 'below':
      return own === 'platform' ? 'J/1' : `${own}/a`;
    case 'sibling':
      return last === 'a' ? `${own.slice(0, -1)}b` : null;
    case 'ancestor':
      return own === 'platform' ? null : parentOf(own);
    case 'other realm':
      return own === 'platform' ? null : own.replace('/1', '/2');
    case 'deleted':
      return own === 'platform' ? null : `${own}/z`;
    default:
      return null;
  }
}

function placeOf(place: PlaceName, subject: Subject): Place | null {
  const self = place === 'own' ? (world.persons[subject.email] as string) : MISSING;
  const common = { make, folder, self, colleague: null, kindBelow: 'nothing' };
  if (place === 'missing')
    return { ...common, node: MISSING, realm: MISSING, project: MISSING, missing: true };
  if (place === 'forged') {
    // Ids that exist, of another kind of record each.
    const somebody = world.persons[subject.email] as string;
    const node = world.nodes[subject.own] as string;
    return { ...common, node: somebody, realm: somebody, project: somebody, missing: true, ghost: node };
  }
  const key = keyAt(place, subject);
  const node = key === null ? undefined : world.nodes[key];
  if (key === null || node === undefined) return null;
  const realm = world.nodes[key.split('/').slice(0, 2).join('/')] as string;
  return {
    ...common,
    make: place === 'deleted' ? gone : make,
    node,
    realm,
    project: (place === 'ancestor' ? undefined : world.nodes[`${key}/a`]) ?? node,
    missing: false,
    kindBelow: world.kinds[`${key}/a`] ?? 'nothing',
  };
}

/** What the door says of a record, whichever of several, that is not there or not theirs to see. */
const NO_SUCH = /^There is no such [a-z -]+, or it is not yours to see\.$/;

/** Reasons that the door gives; another refusal is a handler's, so the door let the person in. */
const DOOR = new Set([
  'no-role-grants',
  'view-only',
  'not-available',
  'stated-no',
  'out-of-scope',
  'condition-not-met',
  'document-silent',
]);

function verdict(reply: Reply<unknown>): Cell {
  if (reply.ok) return 'allowed';
  const { code, reason, message } = reply.error;
  if (reason === 'wrong-state') return 'wrong-state';
  if (code === 'not-found' && NO_SUCH.test(message)) return 'not-found';
  return code === 'denied' && DOOR.has(reason ?? '') ? 'denied' : 'allowed';
}

/** Inputs of places that nobody changes are made once. */
const made = new Map<string, Promise<object> | object>();
function inputOf(name: GuardedName, place: Place, fresh: boolean): Promise<object> | object {
  if (fresh) return INPUTS[name](place);
  const key = `${name} ${place.node} ${place.project} ${place.ghost ?? ''} ${place.make === gone} ${place.self === MISSING}`;
  const known = made.get(key) ?? INPUTS[name](place);
  made.set(key, known);
  return known;
}

describe.each(BUILT_IN_PACKS.map((pack) => [pack.id, pack.title] as const))(
  'every operation as every role of pack %s (%s)',
  (pack) => {
    const signing = SUBJECTS.filter((subject) => subject.pack === pack && subject.signsIn);

    it.each(signing.map((subject) => [subject.role, subject.kind, subject] as const))(
      '%s given at a scope of kind %s does what its document says, and no more',
      async (_role, _kind, subject) => {
        const seen: Record<string, Cell> = {};
        const wanted: Record<string, Cell> = {};
        for (const name of NAMES) {
          const operation = findOperation(name);
          if (operation === undefined) throw new Error(name);
          const refusals = new Map<PlaceName, unknown>();
          for (const placeName of PLACES) {
            const place = placeOf(placeName, subject);
            if (place === null) continue;
            const key = keyAt(placeName, subject);
            const cell = expectedAt(operation, subject, {
              name: placeName,
              pack: key?.split('/')[0] ?? '',
              kind: key === null ? null : (world.kinds[key] as string),
            });
            const input = await inputOf(name, place, cell === 'allowed');
            expect(operation.input.safeParse(input).success, `${name}: ${JSON.stringify(input)}`).toBe(true);
            const reply = await test.raw(subject.email, name, input);
            if (reply.ok && name === 'session.viewAs')
              await test.raw(subject.email, 'session.stopViewing', {});
            seen[`${name} at ${placeName}`] = verdict(reply);
            wanted[`${name} at ${placeName}`] = cell;
            if (!reply.ok && verdict(reply) === 'not-found') refusals.set(placeName, reply.error);
          }
          // INVARIANT: nobody can tell what does not exist from what is not theirs to see.
          const several = targetKinds(operation).length > 1;
          for (const [placeName, refusal] of refusals) {
            if (several)
              expect(refusal, `${name} at ${placeName}`).toMatchObject({
                message: expect.stringMatching(NO_SUCH),
              });
            else expect(refusal, `${name} at ${placeName}`).toEqual(refusals.get('missing'));
          }
        }
        expect(seen).toEqual(wanted);
      },
      60_000,
    );

    it('whoever the document keeps out of the portal does nothing at all', async () => {
      for (const { email } of SUBJECTS.filter((subject) => subject.pack === pack && !subject.signsIn)) {
        await expect(test.signIn(email)).rejects.toThrow();
        const reply = await test.raw(email, 'users.list', {});
        expect(reply).toMatchObject({ ok: false, error: { code: 'not-signed-in' } });
      }
    });
  },
);

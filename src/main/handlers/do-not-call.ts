import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Selectable, sql, type Updateable } from 'kysely';
import type { doNotCallOperations } from '#shared/operations/do-not-call.ts';
import type { ParsedInputOf } from '#shared/operations/index.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import { findAll } from '../db/do-not-call.ts';
import { getSource, listEntered, listSources } from '../db/do-not-call-sources.ts';
import type { DoNotCallSourcesTable } from '../db/tables/do-not-call.ts';
import type { ReadNumbers } from '../jobs/phone/read-numbers.ts';
import { type HandlersOf, prepared, type Tx } from './handler.ts';
import { columnsFault, fault, fileFault, type Refused } from './import-file.ts';

type Row = Selectable<DoNotCallSourcesTable>;

const NOT_FOUND = 'There is no such do-not-call source, or it is not yours to see.';

/** Do-not-call sources: own entries, national files and customers' lists. */
export const doNotCallHandlers: HandlersOf<typeof doNotCallOperations> = {
  'doNotCall.list': async (tx, input, context) =>
    ok(await listSources(tx, input, context.visible('numberLists.view'))),

  'doNotCall.get': async (tx, input) => {
    const source = await getSource(tx, input.id);
    return source === undefined ? fail('not-found', NOT_FOUND) : ok(source);
  },

  'doNotCall.numbers': async (tx, input) => ok(await listEntered(tx, input)),

  // Prepared: the numbering plans take a moment to load, and no transaction should wait for that.
  'doNotCall.check': prepared<'doNotCall.check', ReadNumbers>({
    prepare: (_reader, input) => read(input.number, input.region),
    run: async (tx, input, context) => {
      const [number, more] = context.prepared.numbers;
      if (number === undefined || more !== undefined || context.prepared.unread.length > 0) {
        return fault('number', 'This is no phone number. Write it with its area code, or its country code.');
      }
      const found = await findAll(tx, { node: input.node, number, now: context.now });
      return ok({
        number: `+${number}`,
        found: found.map(({ name, kind, until }) => ({ name, kind, until })),
      });
    },
  }),

  'doNotCall.create': async (tx, input, context) => {
    const account = await tx
      .selectFrom('nodes')
      .select(['id', 'realm_id', 'kind'])
      .where('id', '=', input.node)
      .executeTakeFirst();
    if (account?.kind !== 'account') {
      return fault('node', 'Do-not-call sources belong to an account: choose an account.');
    }
    const refused = await nameFault(tx, { node: account.id, name: input.name, except: null });
    if (refused !== null) return refused;
    if (input.kind === 'own') {
      const own = await tx
        .selectFrom('do_not_call_sources')
        .select('name')
        .where('node_id', '=', account.id)
        .where('kind', '=', 'own')
        .where('deleted_at', 'is', null)
        .executeTakeFirst();
      if (own !== undefined) {
        return fault('kind', `This account has its own list already: "${own.name}". Add the numbers to it.`);
      }
    }
    const last = await tx
      .selectFrom('do_not_call_sources')
      .select((eb) => eb.fn.max('key').as('key'))
      .executeTakeFirst();
    const id = context.newId();
    await tx
      .insertInto('do_not_call_sources')
      .values({
        id,
        realm_id: account.realm_id,
        node_id: account.id,
        key: (last?.key ?? 0) + 1,
        kind: input.kind,
        name: input.name,
        fresh_days: input.freshDays ?? null,
        refreshed_at: context.now,
        batch: 0,
        filed: 0,
        entered: 0,
        file_name: '',
        job_id: null,
        created_at: context.now,
        created_by: context.actor?.id ?? '',
        updated_at: context.now,
        deleted_at: null,
        version: 1,
      })
      .execute();
    return ok({ id });
  },

  'doNotCall.edit': async (tx, input, context) => {
    const row = await forChange(tx, input);
    if ('ok' in row) return row;
    const refused = await nameFault(tx, { node: row.node_id, name: input.name, except: row.id });
    if (refused !== null) return refused;
    const set = { name: input.name, fresh_days: input.freshDays ?? null, updated_at: context.now };
    return change(tx, row, set);
  },

  'doNotCall.remove': async (tx, input, context) => {
    const row = await forChange(tx, input);
    if ('ok' in row) return row;
    return change(tx, row, { deleted_at: context.now, updated_at: context.now });
  },

  'doNotCall.add': prepared<'doNotCall.add', ReadNumbers>({
    prepare: (_reader, input) => read(input.numbers, input.region),
    run: async (tx, input, context) => {
      const refused = unreadFault(context.prepared);
      if (refused !== null) return refused;
      if (input.until !== undefined && input.until <= context.now) {
        return fault('until', 'That time has passed. Choose a later one, or leave it empty.');
      }
      const row = await load(tx, input.id);
      if (row === undefined) return fail('not-found', NOT_FOUND);
      const { numbers } = context.prepared;
      const values = numbers.map((number) => ({
        source_key: row.key,
        number,
        until: input.until ?? null,
        reason: input.reason,
        added_at: context.now,
        added_by: context.actor?.id ?? '',
      }));
      const before = await countEntered(tx, row.key);
      await tx
        .insertInto('do_not_call_numbers')
        .values(values)
        .onConflict((conflict) =>
          conflict.columns(['source_key', 'number']).doUpdateSet((eb) => ({
            until: eb.ref('excluded.until'),
            reason: eb.ref('excluded.reason'),
          })),
        )
        .execute();
      const entered = await countEntered(tx, row.key);
      await change(tx, row, { entered, refreshed_at: context.now, updated_at: context.now });
      context.touch('doNotCall');
      return ok({ added: entered - before, known: numbers.length - (entered - before) });
    },
  }),

  'doNotCall.removeNumbers': async (tx, input, context) => {
    const row = await load(tx, input.id);
    if (row === undefined) return fail('not-found', NOT_FOUND);
    const numbers = input.numbers.map((number) => Number(number.replaceAll(/\D/g, '')));
    const { numDeletedRows } = await tx
      .deleteFrom('do_not_call_numbers')
      .where('source_key', '=', row.key)
      .where('number', 'in', numbers)
      .executeTakeFirst();
    await change(tx, row, { entered: await countEntered(tx, row.key), updated_at: context.now });
    return ok({ removed: Number(numDeletedRows) });
  },

  'doNotCall.import': async (tx, input, context) => {
    const refused = (await fileFault(input.file, context)) ?? columnsFault(input.columns);
    if (refused !== null) return refused;
    const row = await load(tx, input.id);
    if (row === undefined) return fail('not-found', NOT_FOUND);
    const running = await tx
      .selectFrom('jobs')
      .select('id')
      .where('id', '=', row.job_id ?? '')
      .where('state', 'in', ['queued', 'running'])
      .executeTakeFirst();
    if (running !== undefined) {
      return fail('conflict', 'A file is being imported into this source. Wait for it, or cancel it first.');
    }
    const { file, region, encoding, delimiter, header, columns } = input;
    const job = await context.addJob({
      kind: 'import-do-not-call',
      title: `Import do-not-call file: ${row.name}`,
      node: row.node_id,
      realm: row.realm_id,
      subject: row.id,
      params: { source: row.key, name: basename(file), file, region, encoding, delimiter, header, columns },
      unit: 'bytes',
      total: (await stat(file)).size,
    });
    await change(tx, row, { job_id: job, updated_at: context.now });
    return ok({ id: row.id, job });
  },
};

async function read(text: string, region: string): Promise<ReadNumbers> {
  const { readNumbers } = await import('../jobs/phone/read-numbers.ts');
  return readNumbers(text, region);
}

function unreadFault({ numbers, unread }: ReadNumbers): Refused | null {
  if (unread.length > 0) {
    const [first, ...more] = unread;
    const others = more.length === 0 ? '' : ` and ${more.length} more`;
    return fault(
      'numbers',
      `"${(first as string).slice(0, 40)}"${others} can't be read as a phone number. Nothing was added.`,
    );
  }
  if (numbers.length > 1_000) return fault('numbers', 'Enter at most 1000 numbers; import more as a file.');
  return numbers.length === 0 ? fault('numbers', 'Enter a number.') : null;
}

async function nameFault(
  tx: Tx,
  { node, name, except }: { node: string; name: string; except: string | null },
): Promise<Refused | null> {
  const other = await tx
    .selectFrom('do_not_call_sources')
    .select('id')
    .where('node_id', '=', node)
    .where(sql<boolean>`lower(name) = lower(${name})`)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (other === undefined || other.id === except) return null;
  return fault('name', 'This account has a do-not-call source of that name already. Choose another name.');
}

async function countEntered(tx: Tx, key: number): Promise<number> {
  const { count } = await tx
    .selectFrom('do_not_call_numbers')
    .select(sql<number>`count(*)`.as('count'))
    .where('source_key', '=', key)
    .executeTakeFirstOrThrow();
  return count;
}

function load(tx: Tx, id: string): Promise<Row | undefined> {
  return tx
    .selectFrom('do_not_call_sources')
    .selectAll()
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
}

async function forChange(
  tx: Tx,
  input: ParsedInputOf<'doNotCall.remove'> & {
    readonly name?: string;
    readonly freshDays?: number | undefined;
  },
): Promise<Row | Refused> {
  const row = await load(tx, input.id);
  if (row === undefined) return fail('not-found', NOT_FOUND);
  if (row.version === input.version) return row;
  return fail('conflict', 'This source has changed meanwhile. Nothing was done; look again and decide.', {
    theirs: { name: row.name, freshDays: row.fresh_days, version: row.version },
    yours: { ...input },
  });
}

async function change(
  tx: Tx,
  row: Row,
  set: Updateable<DoNotCallSourcesTable>,
): Promise<Reply<{ version: number }>> {
  const version = row.version + 1;
  await tx
    .updateTable('do_not_call_sources')
    .set({ ...set, version })
    .where('id', '=', row.id)
    .execute();
  return ok({ version });
}

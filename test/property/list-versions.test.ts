import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowsOf } from '#shared/page.ts';
import { ListDesk } from '#test/support/list-desk.ts';
import { ListWorkspace } from '#test/support/number-lists.ts';

const number = (index: number): string => `+1415555${2_000 + index}`;
const some = fc.integer({ min: 0, max: 30 });
const names = fc.constantFrom('', 'Ana', 'Bob', 'Cid');
const rows = fc.array(fc.tuple(some, names), { minLength: 1, maxLength: 12 });

type Act =
  | { readonly do: 'add' | 'edit'; readonly number: number; readonly name: string }
  | { readonly do: 'remove'; readonly number: number }
  | {
      readonly do: 'import';
      readonly how: 'add' | 'replace';
      readonly rows: readonly (readonly [number, string])[];
    }
  | { readonly do: 'back'; readonly to: number }
  | { readonly do: 'undo' };

const acts = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constantFrom('add' as const, 'edit' as const),
        number: some,
        name: names,
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('remove' as const), number: some }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('import' as const),
        how: fc.constantFrom('add' as const, 'replace' as const),
        rows,
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('back' as const), to: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('undo' as const) }) },
  ),
  { minLength: 3, maxLength: 14 },
);

/** What each version holds, by ordinal: names by number. */
class Model {
  readonly versions = new Map<number, ReadonlyMap<string, string>>();
  readonly parents = new Map<number, number>();
  readonly imports = new Set<number>([1]);
  current = 1;
  #last = 1;

  get now(): ReadonlyMap<string, string> {
    return this.versions.get(this.current) as ReadonlyMap<string, string>;
  }

  next(entries: ReadonlyMap<string, string>, imported = false): void {
    this.#last += 1;
    this.versions.set(this.#last, entries);
    this.parents.set(this.#last, this.current);
    if (imported) this.imports.add(this.#last);
    this.current = this.#last;
  }
}

/** Rows over entries: the first of a number is kept, its empty name filled. */
function merged(before: ReadonlyMap<string, string>, added: readonly (readonly [number, string])[]) {
  const entries = new Map(before);
  for (const [index, name] of added) {
    const known = entries.get(number(index));
    if (known === undefined || known === '') entries.set(number(index), name);
  }
  return entries;
}

const csv = (added: readonly (readonly [number, string])[]): string =>
  `Phone,Name\n${added.map(([index, name]) => `${number(index)},${name}`).join('\n')}\n`;

describe('the versions of a list', () => {
  let desk: ListDesk;
  let lists = 0;
  beforeAll(async () => {
    desk = new ListDesk(await ListWorkspace.make());
  });
  afterAll(() => desk.at.remove());

  async function entriesOf(id: string): Promise<{ seq: number; number: string; name: string }[]> {
    return rowsOf(await desk.value('numberLists.entries', { id, limit: 1_000 }));
  }

  async function perform(id: string, act: Act, model: Model): Promise<void> {
    const version = await desk.version(id);
    const entries = await entriesOf(id);
    const at = 'number' in act ? entries.find((entry) => entry.number === number(act.number)) : undefined;
    switch (act.do) {
      case 'add': {
        const reply = await desk.ask('numberLists.addEntry', {
          id,
          version,
          number: number(act.number),
          name: act.name,
        });
        expect(reply.ok).toBe(at === undefined);
        if (reply.ok) model.next(new Map([...model.now, [number(act.number), act.name]]));
        return;
      }
      case 'edit': {
        if (at === undefined) return;
        const input = { id, version, seq: at.seq, number: number(act.number), name: act.name };
        await desk.value('numberLists.editEntry', input);
        model.next(new Map([...model.now, [number(act.number), act.name]]));
        return;
      }
      case 'remove': {
        if (at === undefined) return;
        await desk.value('numberLists.removeEntries', { id, version, seqs: [at.seq] });
        model.next(new Map([...model.now].filter(([other]) => other !== number(act.number))));
        return;
      }
      case 'import': {
        await desk.value('numberLists.importMore', { id, version, how: act.how, text: csv(act.rows) });
        expect((await desk.runJob()).state).toBe('done');
        model.next(merged(act.how === 'add' ? model.now : new Map(), act.rows), true);
        return;
      }
      case 'back': {
        const ordinal = (act.to % model.versions.size) + 1;
        const reply = await desk.ask('numberLists.goBack', { id, version, ordinal });
        expect(reply.ok).toBe(ordinal !== model.current);
        model.current = ordinal;
        return;
      }
      case 'undo': {
        const reply = await desk.ask('numberLists.undoImport', { id, version });
        // The first import is not undone here: it takes the list with it.
        if (model.current === 1) throw new Error('not asked');
        expect(reply.ok).toBe(model.imports.has(model.current));
        if (reply.ok) model.current = model.parents.get(model.current) as number;
      }
    }
  }

  async function check(id: string, model: Model): Promise<void> {
    const list = await desk.value('numberLists.get', { id });
    expect(list).toMatchObject({ ordinal: model.current, entries: model.now.size });
    expect(list.read).toBe(list.entries + list.merged + list.refused);
    const found = new Map((await entriesOf(id)).map((entry) => [entry.number, entry.name]));
    expect(found).toEqual(model.now);
  }

  it('stay as they were, whatever is done after them; differences are those of the sets', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(rows, acts, async (first, sequence) => {
        lists += 1;
        const id = await desk.list(`List ${lists}`, csv(first));
        const model = new Model();
        model.versions.set(1, merged(new Map(), first));
        for (const act of sequence) {
          if (act.do === 'undo' && model.current === 1) continue;
          await perform(id, act, model);
          await check(id, model);
        }
        for (const [ordinal, entries] of model.versions) {
          const page = await desk.value('numberLists.differences', {
            id,
            from: ordinal,
            to: model.current,
            limit: 1_000,
          });
          const found = new Map(rowsOf(page).map((row) => [row.number, row.what]));
          const wanted = new Map<string, string>();
          for (const [key, name] of model.now) {
            if (!entries.has(key)) wanted.set(key, 'added');
            else if (entries.get(key) !== name) wanted.set(key, 'changed');
          }
          for (const key of entries.keys()) if (!model.now.has(key)) wanted.set(key, 'removed');
          expect(found).toEqual(wanted);
        }
        for (const ordinal of model.versions.keys()) {
          if (ordinal === model.current) continue;
          await desk.value('numberLists.goBack', { id, version: await desk.version(id), ordinal });
          model.current = ordinal;
          await check(id, model);
        }
      }),
      { numRuns: Number(process.env['VERSION_RUNS'] ?? 25) },
    );
  });
});

import { expect, test } from 'vitest';
import { type Ask, isKnownFile } from '#main/shell/known-file.ts';
import { fileOperations } from '#shared/operations/files.ts';
import { operations } from '#shared/operations/index.ts';
import { fail, ok } from '#shared/reply.ts';

const asks =
  (jobFile: string | null, exported: readonly string[] | null): Ask =>
  async (operation) => {
    if (operation === 'jobs.list')
      return ok([{ result: null }, { result: jobFile === null ? {} : { file: jobFile } }]);
    return exported === null
      ? fail('denied', 'No.')
      : ok({ columns: { file: exported, manifest: exported.map((file) => `${file}.manifest.json`) } });
  };

test('a file of one’s own job is known, also to who may not list exports', async () => {
  expect(await isKnownFile('/out/log.csv', asks('/out/log.csv', null))).toBe(true);
  expect(await isKnownFile('/out/other.csv', asks('/out/log.csv', null))).toBe(false);
});

test('so is one of an export that may be seen', async () => {
  expect(await isKnownFile('/out/b.csv', asks(null, ['/out/a.csv', '/out/b.csv']))).toBe(true);
  expect(await isKnownFile('/out/b.csv.manifest.json', asks(null, ['/out/a.csv', '/out/b.csv']))).toBe(true);
  expect(await isKnownFile('/out/c.csv', asks(null, ['/out/a.csv', '/out/b.csv']))).toBe(false);
});

test('the shell carries out every operation that is declared as its own', () => {
  const declared = Object.values(operations).flatMap((operation) =>
    'host' in operation && operation.host === 'shell' ? [operation.name as string] : [],
  );
  expect(declared.toSorted()).toEqual(Object.keys(fileOperations).toSorted());
});

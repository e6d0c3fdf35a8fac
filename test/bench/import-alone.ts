// Imports a file in a process of its own and tells what it cost. Arguments: 'ours' or 'npm', and the file.
import { createReadStream, readdirSync } from 'node:fs';
import { parse } from 'csv-parse';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { openRaw } from '#main/db/open.ts';
import type { ImportParams } from '#main/jobs/import/params.ts';
import type { JobRunner } from '#main/jobs/job.ts';
import { jobHandle } from '#test/support/job-handle.ts';
import { ACCOUNT, ListWorkspace } from '#test/support/number-lists.ts';

// The import as the app has it: built.
const BUILT = new URL('../../out/main/', import.meta.url);
const CHUNK = readdirSync(new URL('chunks/', BUILT)).find((name) => name.startsWith('import-number-list-'));
const { importNumberList } = (await import(new URL(`chunks/${CHUNK}`, BUILT).href)) as {
  importNumberList: JobRunner<ImportParams>;
};

const [which = '', file = ''] = process.argv.slice(2);

/** The product's own import, with its lists and reports, into a list that its command has made. */
function ours(at: ListWorkspace): () => Promise<number> {
  const params = at.newList(file, { node: ACCOUNT });
  const { handle } = jobHandle({ db: at.db, folder: at.folder, entry: new URL('job.js', BUILT) });
  return async () => Number((await importNumberList(params, handle)).result['read']);
}

/** The cheapest way by packages that keeps every row: a lenient parser, the library, prepared inserts. */
async function npm(at: ListWorkspace): Promise<number> {
  const db = openRaw(`${at.folder}/npm.db`);
  db.exec(`create table entries (number integer primary key, name text, city text, customer text, note text);
    create table refused (row integer, cells text, reason text)`);
  const add = db.prepare('insert into entries values (?, ?, ?, ?, ?) on conflict do nothing');
  const refuse = db.prepare('insert into refused values (?, ?, ?)');
  const parser = createReadStream(file).pipe(
    parse({ delimiter: ';', from_line: 2, relax_quotes: true, relax_column_count: true, bom: true }),
  );
  let row = 0;
  db.exec('begin');
  for await (const record of parser) {
    const cells = record as string[];
    row += 1;
    const number = parsePhoneNumberFromString(cells[0] ?? '', 'US');
    if (!number?.isValid()) refuse.run(row, JSON.stringify(cells), 'no valid number');
    else if (add.run(Number(number.number.slice(1)), ...cells.slice(1, 5)).changes === 0) {
      refuse.run(row, JSON.stringify(cells), 'the same number');
    }
    if (row % 1_000 === 0) db.exec('commit; begin');
  }
  db.exec('commit');
  db.close();
  return row;
}

const at = await ListWorkspace.make();
try {
  const run = which === 'ours' ? ours(at) : () => npm(at);
  const before = process.cpuUsage();
  const began = performance.now();
  const rows = await run();
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(
    JSON.stringify({ rows, cpu: (user + system) / 1_000, wall: performance.now() - began }),
  );
} finally {
  at.remove();
}

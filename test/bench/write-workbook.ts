// Writes the rows of a CSV file as a workbook. Arguments: the CSV file and the workbook. A process of its own: the
// texts of a million rows would stay in the memory that the bench measures.
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { xlsxOf } from '#test/support/xlsx.ts';

const [from = '', to = ''] = process.argv.slice(2);
const rows = parse(readFileSync(from), { delimiter: ';' });
writeFileSync(to, xlsxOf({ Customers: rows }, { packed: true }));

import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** The password from ROLECALL_PASSWORD, or asked for on a terminal without showing it; null if there is neither. */
export async function askPassword(email: string): Promise<string | null> {
  const given = process.env['ROLECALL_PASSWORD'];
  if (given !== undefined) return given;
  if (!process.stdin.isTTY) return null;
  process.stderr.write(`Password of ${email}: `);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const ask = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await ask.question('');
  } finally {
    ask.close();
    process.stderr.write('\n');
  }
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = '127.0.0.1';
const FOLDER = fileURLToPath(new URL('sipp/', import.meta.url));
/** After which SIPp gives up on a scenario that does not come to its end, in s. */
const LIMIT_S = 20;

/** SIPp's path; undefined: it is not installed. */
export function findSipp(): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'sipp'))
    .find((path) => existsSync(path));
}

/** What a scenario came to, by SIPp's own count. */
export interface SippVerdict {
  /** Calls that went through the scenario to its end, asking by OPTIONS included. */
  readonly successful: number;
  readonly failed: number;
  /** Calls that were still up at the end. */
  readonly current: number;
  /** Messages that the scenario did not expect, and why calls failed. */
  readonly complaints: string;
}

export interface SippOptions {
  /** Calls, asking by OPTIONS included, after which SIPp ends. */
  readonly calls: number;
  /** What stands in the scenario for each @name@. */
  readonly values?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

/** A SIPp that listens on this machine over TCP and plays one scenario (`test/support/sipp/<scenario>.xml`). */
export class Sipp {
  readonly port: number;
  readonly #place: string;
  readonly #ended: Promise<unknown>;

  private constructor(port: number, place: string, ended: Promise<unknown>) {
    this.port = port;
    this.#place = place;
    this.#ended = ended;
  }

  static async open(scenario: string, { calls, values = {}, args = [] }: SippOptions): Promise<Sipp> {
    const path = findSipp();
    if (path === undefined) throw new Error('SIPp is not installed');
    const port = await freePort();
    const place = mkdtempSync(join(tmpdir(), 'rolecall-sipp-'));
    const file = (name: string) => join(place, name);
    writeFileSync(file('scenario.xml'), filled(scenario, values));
    const child = spawn(
      path,
      [
        ...['-sf', file('scenario.xml'), '-t', 't1', '-i', HERE, '-p', String(port), '-mi', HERE],
        ...[
          '-m',
          String(calls),
          '-nostdin',
          '-timeout',
          String(LIMIT_S),
          '-timeout_error',
          '-max_socket',
          '100',
        ],
        ...['-trace_stat', '-stf', file('stat.csv'), '-trace_err', '-error_file', file('errors.log')],
        ...['-trace_msg', '-message_file', file('messages.log')],
        ...args,
      ],
      { cwd: place, stdio: 'ignore' },
    );
    const ended = once(child, 'exit');
    await Promise.race([listening(port), ended]);
    return new Sipp(port, place, ended);
  }

  /** All messages that SIPp sent and received so far. */
  get messages(): string {
    const file = join(this.#place, 'messages.log');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  /** Waits until SIPp has seen its calls to their end, or has given up. */
  async ended(): Promise<SippVerdict> {
    await this.#ended;
    const errors = readdirSync(this.#place).filter((name) => name.startsWith('errors'));
    const complaints = errors.map((name) => readFileSync(join(this.#place, name), 'utf8')).join('\n');
    const [titles = [], ...rows] = readFileSync(join(this.#place, 'stat.csv'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(';'));
    const last = rows.at(-1) ?? [];
    const of = (title: string) => Number(last[titles.indexOf(title)]);
    const counts = {
      successful: of('SuccessfulCall(C)'),
      failed: of('FailedCall(C)'),
      current: of('CurrentCall'),
    };
    return { ...counts, complaints };
  }

  close(): void {
    rmSync(this.#place, { recursive: true });
  }
}

/** A scenario with the parts that all share: the gateway asks by OPTIONS before it calls. */
function filled(scenario: string, values: Readonly<Record<string, string>>): string {
  const part = (name: string) => readFileSync(join(FOLDER, `${name}.xml`), 'utf8');
  return part(scenario)
    .replaceAll(/ *<!-- @(\w+)@ -->\n/g, (_, name: string) => part(name))
    .replaceAll(/@(\w+)@/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`the scenario ${scenario} wants a value for ${name}`);
      return value;
    });
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, HERE);
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Resolves once something listens at this port, without connecting to it. */
async function listening(port: number): Promise<void> {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  while (
    !readFileSync('/proc/net/tcp', 'utf8')
      .split('\n')
      .some((line) => / 0A /.test(line) && line.includes(wanted))
  )
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
}

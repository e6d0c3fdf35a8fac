import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = '127.0.0.1';
const FOLDER = fileURLToPath(new URL('sipp/', import.meta.url));
/** After which SIPp gives up on a scenario that does not come to its end, in s. */
const LIMIT_S = 20;
const STATISTICS = 'statistics.csv';
const ERRORS = 'errors.log';
const MESSAGES = 'messages.log';

/** SIPp's path; undefined: it is not installed, or this is no Linux, whose list of listeners is read below. */
export function findSipp(): string | undefined {
  if (process.platform !== 'linux') return undefined;
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
  /** What the scenario did not expect; where calls failed, all messages too. */
  readonly complaints: string;
}

export interface SippOptions {
  /** Calls, asking by OPTIONS included, after which SIPp ends. */
  readonly calls: number;
  /** What stands in the scenario for each @name@. */
  readonly values?: Readonly<Record<string, string>>;
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

  static async open(scenario: string, { calls, values = {} }: SippOptions): Promise<Sipp> {
    const path = findSipp();
    if (path === undefined) throw new Error('SIPp is not installed');
    const port = await freePort();
    const place = mkdtempSync(join(tmpdir(), 'rolecall-sipp-'));
    const file = (name: string) => join(place, name);
    writeFileSync(file('scenario.xml'), filled(scenario, values));
    const to = (option: string, name: string) => [`-${option}`, file(name)];
    const words = `-t t1 -i ${HERE} -p ${port} -mi ${HERE} -m ${calls} -nostdin -timeout ${LIMIT_S} -timeout_error
      -watchdog_minor_threshold 60000 -watchdog_major_threshold 60000 -trace_stat -trace_err -trace_msg`;
    const files = [
      to('sf', 'scenario.xml'),
      to('stf', STATISTICS),
      to('error_file', ERRORS),
      to('message_file', MESSAGES),
    ];
    const child = spawn(path, [...words.split(/\s+/), ...files.flat()], { cwd: place, stdio: 'ignore' });
    const ended = once(child, 'exit');
    await Promise.race([listening(port), ended]);
    return new Sipp(port, place, ended);
  }

  /** All messages that SIPp has sent and received so far. */
  get messages(): string {
    return this.#read(MESSAGES);
  }

  /** Waits until SIPp has seen its calls to their end, or has given up. */
  async ended(): Promise<SippVerdict> {
    await this.#ended;
    const [titles = [], ...rows] = this.#read(STATISTICS)

      .trim()
      .split('\n')
      .map((line) => line.split(';'));
    const last = rows.at(-1) ?? [];
    const of = (title: string) => Number(last[titles.indexOf(title)]);
    const failed = of('FailedCall(C)');
    return {
      successful: of('SuccessfulCall(C)'),
      failed,
      current: of('CurrentCall'),
      complaints: failed === 0 ? this.#read(ERRORS) : `${this.#read(ERRORS)}\n${this.messages}`,
    };
  }

  #read(name: string): string {
    const file = join(this.#place, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  close(): void {
    rmSync(this.#place, { recursive: true });
  }
}

/** A scenario with the parts that all share: the gateway asks by OPTIONS before it calls. */
function filled(scenario: string, values: Readonly<Record<string, string>>): string {
  return part(scenario)
    .replaceAll(/ *<!-- @(\w+)@ -->\n/g, (_, name: string) => part(name))
    .replaceAll(/@(\w+)@/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`the scenario ${scenario} wants a value for ${name}`);
      return value;
    });
}

function part(name: string): string {
  return readFileSync(join(FOLDER, `${name}.xml`), 'utf8');
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

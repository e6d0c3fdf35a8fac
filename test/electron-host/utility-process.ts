import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type * as Electron from 'electron';
import { loud } from './loud.ts';

type Members = 'pid' | 'stdout' | 'stderr' | 'kill' | 'postMessage';

const childSetup = fileURLToPath(new URL('./utility-process-child.ts', import.meta.url));

/** A child of `utilityProcess.fork`: a Node process whose `process.parentPort` speaks with this end. */
class HostUtilityProcess extends EventEmitter implements Pick<Electron.UtilityProcess, Members> {
  private readonly child: ChildProcess;

  constructor(path: string, args: readonly string[], options: Electron.ForkOptions) {
    super();
    const piped =
      options.stdio === 'pipe' || (Array.isArray(options.stdio) && options.stdio.includes('pipe'));
    const output = piped ? 'pipe' : options.stdio === 'ignore' ? 'ignore' : 'inherit';
    this.child = fork(path, args, {
      env: { ...(options.env ?? process.env) },
      ...(options.cwd !== undefined && { cwd: options.cwd }),
      execArgv: [...(options.execArgv ?? []), '--import', childSetup],
      serialization: 'advanced',
      stdio: ['ignore', output, output, 'ipc'],
    });
    this.child.on('spawn', () => this.emit('spawn'));
    this.child.on('message', (message) => this.emit('message', message));
    this.child.on('exit', (code) => this.emit('exit', code ?? 1));
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get stdout(): Readable | null {
    return this.child.stdout;
  }

  get stderr(): Readable | null {
    return this.child.stderr;
  }

  postMessage(message: unknown): void {
    if (this.child.connected) this.child.send(message as object);
  }

  kill(): boolean {
    return this.child.kill();
  }
}

/** `utilityProcess`. */
export const utilityProcess = {
  fork(path: string, args: string[] = [], options: Electron.ForkOptions = {}): Electron.UtilityProcess {
    return loud(new HostUtilityProcess(path, args, options), 'UtilityProcess');
  },
};

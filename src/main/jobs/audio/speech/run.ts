import { spawn } from 'node:child_process';
import type { Command } from './synthesisers.ts';

/** A program that could not be run, failed, or was stopped because it took too long. */
export class RunFault extends Error {
  readonly why: 'absent' | 'failed' | 'late';
  constructor(why: RunFault['why']) {
    super(why);
    this.name = 'RunFault';
    this.why = why;
  }
}

export interface RunLimits {
  /** Milliseconds after which it is killed. */
  readonly ms: number;
  /** Characters of its output that are read; the rest is dropped. */
  readonly output: number;
}

/** Runs a program to its end and gives what it printed. Throws RunFault. */
export function run(command: Command, { ms, output }: RunLimits): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command.program, command.args, {
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
      env: { ...process.env, ...command.env },
    });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (printed.length < output) printed += text;
    });
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      // What it started may hold the pipe for ever.
      child.stdout.destroy();
      reject(new RunFault('late'));
    }, ms);
    child.once('error', () => {
      clearTimeout(timer);
      reject(new RunFault('absent'));
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      if (code === 0) resolve(printed.slice(0, output));
      else reject(new RunFault('failed'));
    });
  });
}

import { readFileSync } from 'node:fs';
import { findOperation } from '#shared/operations/index.ts';
import type { Job } from '#shared/operations/jobs.ts';
import { fail, type Reply } from '#shared/reply.ts';
import { workspaceFolder } from '../data-folder.ts';
import { WorkspaceHost } from '../service/host.ts';
import type { Caller } from '../service/sessions.ts';
import type { Arguments } from './arguments.ts';
import { showProgress } from './job-progress.ts';
import { askPassword } from './password.ts';

/** How long one call waits for another to finish with the workspace, in ms. */
const WAIT_FOR_LOCK = 15_000;

/** What one call prints: the reply of the operation and, if it started a job, how that ended. */
export type Printed = Reply<unknown> & { readonly job?: Job };

function parseInput(given: string | null): Reply<unknown> {
  if (given === null) return { ok: true, value: {} };
  try {
    const text = given.startsWith('@') ? readFileSync(given.slice(1), 'utf8') : given;
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return fail('invalid-input', `--input is not JSON that can be read: ${why}`);
  }
}

async function signIn(host: WorkspaceHost, caller: Caller, email: string): Promise<Reply<unknown>> {
  const password = await askPassword(email);
  if (password === null) {
    return fail('not-signed-in', 'Give the password in ROLECALL_PASSWORD, or run this on a terminal.');
  }
  return host.dispatch(caller, 'session.signIn', { email, password });
}

async function waitForJob(host: WorkspaceHost, caller: Caller, id: string): Promise<Job | undefined> {
  const stop = host.subscribe((event) => {
    if (event.type === 'job' && event.job.id === id) showProgress(event.job);
  });
  // Ctrl+C asks the job to stop in good order; a second one ends the program.
  const cancel = (): void => {
    void host.dispatch(caller, 'jobs.cancel', { id });
    void host.service.jobs.close();
  };
  process.once('SIGINT', cancel);
  await host.service.jobs.ended(id);
  process.removeListener('SIGINT', cancel);
  stop();
  const reply = await host.dispatch(caller, 'jobs.get', { id });
  return reply.ok ? (reply.value as Job) : undefined;
}

function jobIn(reply: Reply<unknown>): string | undefined {
  if (!reply.ok || typeof reply.value !== 'object' || reply.value === null) return undefined;
  return 'job' in reply.value && typeof reply.value.job === 'string' ? reply.value.job : undefined;
}

async function withHost(host: WorkspaceHost, args: Arguments, input: unknown): Promise<Printed> {
  const caller: Caller = { id: 'command-line', kind: 'command-line' };
  if (args.as !== null) {
    const signedIn = await signIn(host, caller, args.as);
    if (!signedIn.ok) return signedIn;
  }
  const operation = args.command as string;
  const reply = await host.dispatch(caller, operation, input);
  const started = findOperation(operation)?.kind === 'command' ? jobIn(reply) : undefined;
  if (started === undefined) return reply;
  const job = await waitForJob(host, caller, started);
  return job === undefined ? reply : { ...reply, job };
}

/** Runs one operation through the door, waits for the job it starts, and closes the workspace. */
export async function runOperation(args: Arguments, jobEntry: URL): Promise<Printed> {
  const input = parseInput(args.input);
  if (!input.ok) return input;
  const operation = findOperation(args.command ?? '');
  if (operation?.host === 'shell') {
    return fail('unavailable', `${operation.title} needs a window; give files by their paths instead.`);
  }
  let host: WorkspaceHost;
  try {
    const folder = workspaceFolder(args.workspace);
    host = await WorkspaceHost.open({ folder, jobEntry, waitForLock: WAIT_FOR_LOCK });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fail('unavailable', message);
  }
  try {
    return await withHost(host, args, input.value);
  } finally {
    await host.close();
  }
}

/** Whether a call did what was asked: the exit code is 0 then. */
export function succeeded(printed: Printed): boolean {
  return printed.ok && (printed.job === undefined || printed.job.state === 'done');
}

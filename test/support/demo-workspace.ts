import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { DemoPerson } from '#shared/operations/workspace.ts';
import { APP_FOLDER, newFolder } from './app.ts';

const run = promisify(execFile);
const SEED = '7';
const MADE = 'made';

/** A copy of the demo workspace, to do with as a test likes. */
export interface DemoWorkspace {
  readonly workspace: string;
  readonly people: readonly DemoPerson[];
  /** Removes the copy. */
  remove(): void;
}

/** A folder for what all tests of a run share. Playwright's global set-up names it; other programs get their own. */
export function sharedFolder(): string {
  const given = process.env['ROLECALL_TEST_SHARED'];
  if (given !== undefined) return given;
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-shared-'));
  process.env['ROLECALL_TEST_SHARED'] = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Makes the demo workspace that the others are copied from, unless this run has it. Whole or not at all. */
async function master(): Promise<string> {
  const folder = join(sharedFolder(), MADE);
  if (existsSync(folder)) return folder;
  const part = mkdtempSync(join(sharedFolder(), 'making-'));
  const cli = join(APP_FOLDER, 'out', 'main', 'cli.js');
  const args = [cli, 'demo', '--workspace', join(part, 'workspace'), '--seed', SEED];
  const { stdout } = await run(process.execPath, args, { maxBuffer: 16 * 1024 * 1024 });
  writeFileSync(join(part, 'people.json'), stdout);
  try {
    renameSync(part, folder);
  } catch (error) {
    // Another worker was faster.
    if (!existsSync(folder)) throw error;
    rmSync(part, { recursive: true, force: true });
  }
  return folder;
}

/** The demo workspace, made by the command line once per run and copied for each test that asks. */
export async function demoWorkspace(): Promise<DemoWorkspace> {
  const made = await master();
  const workspace = newFolder();
  cpSync(join(made, 'workspace'), workspace, { recursive: true });
  const people = JSON.parse(readFileSync(join(made, 'people.json'), 'utf8')) as DemoPerson[];
  return { workspace, people, remove: () => rmSync(workspace, { recursive: true, force: true }) };
}

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateLogs } from '#main/demo/logs.ts';
import type { ExportParams } from '#main/jobs/export/params.ts';
import { type ExportJob, exportJob } from './export-job.ts';
import {
  BOOKING,
  CLAIMS,
  type ExportWorkspace,
  fillLog,
  makeExportWorkspace,
  NORTH,
  SHOP,
  SOUTH,
} from './export-workspace.ts';

/** The time at which tests of exports take place. */
export const EXPORT_NOW = Date.UTC(2026, 5, 10, 13, 20);

/** A workspace with a folder for what is exported, alone in it. */
export class ExportDesk {
  readonly home: string;
  readonly workspace: ExportWorkspace;
  /** Where exports are asked to be written. */
  readonly target: string;

  constructor(home: string, workspace: ExportWorkspace) {
    this.home = home;
    this.workspace = workspace;
    this.target = join(home, 'out', 'log.csv');
  }

  asked(more: Partial<ExportParams> = {}): ExportParams {
    return {
      account: NORTH,
      accountName: 'North',
      asked: { by: 'rhea@example.com', at: EXPORT_NOW },
      projects: { [BOOKING]: 'Booking', [CLAIMS]: 'Claims, old' },
      file: this.target,
      profile: 'raw',
      overwrite: false,
      filter: {},
      ...more,
    };
  }

  job(resume: unknown = null): ExportJob {
    return exportJob({ folder: this.workspace.folder, db: this.workspace.raw }, resume);
  }

  /** Fills the logs of both accounts, always with the same. */
  fill(rows = 1_000): void {
    const accounts = [
      {
        id: NORTH,
        projects: [
          { id: BOOKING, name: 'Booking' },
          { id: CLAIMS, name: 'Claims' },
        ],
      },
      { id: SOUTH, projects: [{ id: SHOP, name: 'Shop' }] },
    ];
    fillLog(this.workspace.folder, generateLogs({ seed: 5, now: EXPORT_NOW, accounts, rows }));
  }

  /** The names beside the target. */
  names(): string[] {
    const folder = join(this.home, 'out');
    return existsSync(folder) ? readdirSync(folder).toSorted() : [];
  }

  /** A file beside the target. */
  read(name: string): Buffer {
    return readFileSync(join(this.home, 'out', name));
  }

  manifest(name = 'log.csv'): Record<string, unknown> {
    return JSON.parse(this.read(`${name}.manifest.json`).toString('utf8')) as Record<string, unknown>;
  }

  close(): void {
    this.workspace.raw.close();
    rmSync(this.home, { recursive: true, force: true });
  }
}

export async function exportDesk(): Promise<ExportDesk> {
  const home = mkdtempSync(join(tmpdir(), 'rolecall-export-'));
  const workspace = await makeExportWorkspace(join(home, 'workspace'));
  mkdirSync(join(home, 'out'));
  return new ExportDesk(home, workspace);
}

/** The SHA-256 of a file, as hex. */
export function sha256Of(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

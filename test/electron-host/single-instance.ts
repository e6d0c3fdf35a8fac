import { randomBytes } from 'node:crypto';
import {
  type FSWatcher,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createCodec, nodeBase64 } from './codec.ts';
import { isAlive } from './profile.ts';

/** What a second start tells the first. */
export interface SecondStart {
  readonly argv: string[];
  readonly cwd: string;
  readonly additionalData: unknown;
}

const codec = createCodec(nodeBase64);

/**
 * One instance per user data folder. The lock is a file with the holder's process id, and messages are files in a
 * folder that the holder watches: both work the same everywhere and need no time to take effect, so that a second
 * start can deliver its message and exit at once.
 */
export class SingleInstance {
  private readonly folder: string;
  private readonly onSecond: (start: SecondStart) => void;
  private watcher: FSWatcher | undefined;

  constructor(userData: string, onSecond: (start: SecondStart) => void) {
    this.folder = join(userData, 'Electron host lock');
    this.onSecond = onSecond;
  }

  get held(): boolean {
    return this.watcher !== undefined;
  }

  /** True when this process holds the lock now; otherwise the holder is told about this start. */
  request(start: SecondStart): boolean {
    if (this.held) return true;
    mkdirSync(this.folder, { recursive: true });
    if (!this.take()) {
      const name = join(this.folder, randomBytes(8).toString('hex'));
      writeFileSync(`${name}.part`, codec.encode(start));
      renameSync(`${name}.part`, `${name}.start`);
      return false;
    }
    this.watcher = watch(this.folder, () => this.readMail());
    this.watcher.unref();
    this.readMail();
    return true;
  }

  release(): void {
    if (!this.held) return;
    this.watcher?.close();
    this.watcher = undefined;
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get lock(): string {
    return join(this.folder, 'holder');
  }

  private take(): boolean {
    for (;;) {
      try {
        writeFileSync(this.lock, String(process.pid), { flag: 'wx' });
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      if (this.holderIsAlive()) return false;
      this.discardStaleLock();
    }
  }

  private holderIsAlive(): boolean {
    try {
      const pid = Number(readFileSync(this.lock, 'utf8'));
      // An empty file is one that its holder is about to fill.
      return pid === 0 || (pid !== process.pid && isAlive(pid));
    } catch {
      return false;
    }
  }

  /** Renames first, so that of two processes that find the same stale lock only one takes it away. */
  private discardStaleLock(): void {
    const aside = join(this.folder, `stale-${process.pid}`);
    try {
      renameSync(this.lock, aside);
      unlinkSync(aside);
    } catch {
      // Another process was faster; the loop looks again.
    }
  }

  private readMail(): void {
    for (const name of readdirSync(this.folder).filter((file) => file.endsWith('.start'))) {
      const path = join(this.folder, name);
      try {
        const start = codec.decode(readFileSync(path, 'utf8')) as SecondStart;
        unlinkSync(path);
        queueMicrotask(() => this.onSecond(start));
      } catch {
        // Read already.
      }
    }
  }
}

import { fileURLToPath } from 'node:url';

/** What becomes of a child process. */
export interface ChildListener {
  message(message: unknown): void;
  /** It is gone, whatever the reason; told once. */
  exit(): void;
}

/** A process of this program's own. */
export interface Child {
  send(message: unknown): void;
  kill(): void;
}

/** Starts the dialler's process. */
export type SpawnDialer = (listener: ChildListener) => Child;

/** The dialler's entry beside that of job threads, as sources and as built. */
export function dialerBeside(jobEntry: URL): URL {
  return new URL(jobEntry.pathname.endsWith('.ts') ? './dialer/process.ts' : './dialer.js', jobEntry);
}

/** Under plain Node a child process; Electron's shell has its own way. */
export function forkDialer(entry: URL): SpawnDialer {
  return (listener) => {
    // Loaded when a broadcast needs it; a start doesn't.
    const { fork } = process.getBuiltinModule('node:child_process');
    const child = fork(fileURLToPath(entry), [], {
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child.on('message', (message) => listener.message(message));
    child.once('exit', () => listener.exit());
    child.on('error', () => undefined);
    return {
      send: (message) => {
        if (child.connected) child.send(message as object, () => undefined);
      },
      kill: () => void child.kill('SIGKILL'),
    };
  };
}

import { fileURLToPath } from 'node:url';
import { utilityProcess } from 'electron';
import type { SpawnDialer } from '#main/service/child.ts';

/** The dialler's process as Electron makes it: it ends with the app, however that ends. */
export function utilityDialer(entry: URL): SpawnDialer {
  return (listener) => {
    const child = utilityProcess.fork(fileURLToPath(entry), [], { serviceName: 'Rolecall dialler' });
    child.on('message', (message: unknown) => listener.message(message));
    child.once('exit', () => listener.exit());
    return {
      send: (message) => child.postMessage(message),
      kill: () => void child.kill(),
    };
  };
}

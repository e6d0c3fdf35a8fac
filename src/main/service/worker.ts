import { parentPort, workerData } from 'node:worker_threads';
import { loadHandlers } from '../handlers/index.ts';
import type { ChildListener, SpawnDialer } from './child.ts';
import { WorkspaceHost } from './host.ts';
import { RemoteKeyStore } from './key-store.ts';
import type { FromService, ToService, WorkerStart } from './protocol.ts';

/** How long a window waits for the command line to finish with the folder, in ms. */
const WAIT_FOR_LOCK = 3_000;

function post(message: FromService): void {
  parentPort?.postMessage(message);
}

const children = new Map<number, ChildListener>();
let made = 0;

/** The window's host makes the dialler's process for this thread. */
const spawnDialer: SpawnDialer = (listener) => {
  const child = ++made;
  children.set(child, listener);
  post({ type: 'child-spawn', child });
  return {
    send: (message) => post({ type: 'child-send', child, message }),
    kill: () => post({ type: 'child-kill', child }),
  };
};

const keyStore = new RemoteKeyStore((id, question) => post({ type: 'key-ask', id, question }));

/** What is told while the workspace is being opened, too. */
function hear(message: ToService): boolean {
  switch (message.type) {
    case 'child-message':
      children.get(message.child)?.message(message.message);
      return true;
    case 'child-exit':
      children.get(message.child)?.exit();
      children.delete(message.child);
      return true;
    case 'key-answer':
      keyStore.answered(message.id, message.answer);
      return true;
    default:
      return false;
  }
}

async function answer(host: WorkspaceHost, message: ToService): Promise<void> {
  switch (message.type) {
    case 'dispatch': {
      const reply = await host.dispatch(message.caller, message.operation, message.input);
      post({ type: 'reply', id: message.id, reply });
      // Once the first answer is out, so that nobody waits for them. A fault is told to whoever asks for one of them.
      setImmediate(() => void loadHandlers().catch(() => undefined));
      break;
    }
    case 'is-signed-in':
      post({ type: 'answer', id: message.id, yes: host.service.isSignedIn(message.caller) });
      break;
    case 'grant-file':
      host.service.grantFile(message.callerId, message.file, message.use);
      break;
    case 'forget':
      host.service.forget(message.callerId);
      break;
    case 'close':
      await host.close();
      post({ type: 'answer', id: message.id, yes: true });
      break;
  }
}

async function main(start: WorkerStart): Promise<void> {
  const report = (what: string, error: unknown): void => {
    post({
      type: 'report',
      what,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  };
  const opening = Promise.withResolvers<WorkspaceHost>();
  parentPort?.on('message', (message: ToService) => {
    if (hear(message)) return;
    opening.promise
      .then((host) => answer(host, message))
      .catch((error: unknown) => report('service thread', error));
  });
  const host = await WorkspaceHost.open({
    folder: start.folder,
    jobEntry: new URL(start.jobEntry),
    ...(start.hostSpawns ? { spawnDialer } : {}),
    ...(start.hostKeeps ? { keyStore } : {}),
    waitForLock: WAIT_FOR_LOCK,
    scheduled: true,
    report,
  });
  host.subscribe((event, only) => post({ type: 'event', event, only }));
  if (start.demo) await host.openDemo();
  opening.resolve(host);
  post({ type: 'opened', failure: null });
}

main(workerData as WorkerStart).catch((error: unknown) => {
  post({ type: 'opened', failure: error instanceof Error ? error.message : String(error) });
});

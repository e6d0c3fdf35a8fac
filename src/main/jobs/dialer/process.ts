import { setFlagsFromString } from 'node:v8';
import { Dialer } from './dialer.ts';
import type { FromDialer, ToDialer } from './messages.ts';

/** How a utility process of Electron speaks with whoever made it. */
interface ParentPort {
  on(event: 'message', listener: (message: { readonly data: ToDialer }) => void): void;
  postMessage(message: FromDialer): void;
}

/** How long calls have to end once the console is gone, in ms. */
const FAREWELL_MS = 8_000;

// On a machine with much memory V8 lets the young generation grow to 100 MB and more before it looks for garbage. A
// broadcast makes little of it, for days: a small one costs it half a percent of a core.
setFlagsFromString('--semi-space-growth-factor=1');

const port = (process as unknown as { readonly parentPort?: ParentPort }).parentPort;

function send(message: FromDialer): void {
  if (port !== undefined) port.postMessage(message);
  else if (process.connected) process.send?.(message);
}

const dialer = new Dialer(send);

function receive(message: ToDialer): void {
  attend(message).catch((error: unknown) => {
    process.stderr.write(`dialler: ${String(error)}\n`);
    process.exit(1);
  });
}

async function attend(message: ToDialer): Promise<void> {
  if (await dialer.receive(message)) process.exit(0);
}

/** The console died: live calls are hung up, then this process ends. */
function farewell(): void {
  dialer.abandoned();
  const until = performance.now() + FAREWELL_MS;
  setInterval(() => {
    if (dialer.idle || performance.now() > until) process.exit(0);
  }, 50);
}

if (port === undefined) {
  process.on('message', receive);
  process.on('disconnect', farewell);
} else {
  port.on('message', ({ data }) => receive(data));
}

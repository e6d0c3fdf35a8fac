// Prints the longest stall of a loop that does nothing, in ms, once its standard input ends: what the machine itself
// adds to another process's stalls in the same seconds.
import { setTimeout as sleep } from 'node:timers/promises';

let worst = 0;
let open = true;
process.stdin.on('end', () => {
  open = false;
});
process.stdin.resume();
// oxlint-disable-next-line no-unmodified-loop-condition -- the listener above does.
while (open) {
  const turn = performance.now();
  await sleep(1);
  worst = Math.max(worst, performance.now() - turn - 1);
}
process.stdout.write(String(worst));

import { openSync, writeSync } from 'node:fs';
import { openRaw } from '#main/db/open.ts';
import { Line } from '#main/jobs/broadcast/line.ts';
import { broadcastRunner } from '#main/jobs/broadcast/run-broadcast.ts';
import { systemClock } from '#main/jobs/clock.ts';
import type { Gateway } from '#main/jobs/gateways/gateway.ts';
import { practiceGateway } from '#main/jobs/gateways/practice.ts';
import { TestJob } from '#test/support/broadcast-job.ts';

// Runs one broadcast job to its end, or until somebody kills it. The journal is the callee's log: a line per call
// that was dialled or has ended, written past this process's memory before anything else happens.
const [file = '', broadcast = '', jobId = '', journal = ''] = process.argv.slice(2);
const log = openSync(journal, 'a');

const run = broadcastRunner({
  clock: () => systemClock(Date.now),
  line: ({ seed }, _, clock) => {
    const practice = practiceGateway({ seed, ringMs: [5, 40], talkMs: [5, 60] }, clock);
    const gateway: Gateway = {
      ...practice,
      dial(call, listener) {
        writeSync(log, `dial ${call.number} ${call.attempt}\n`);
        return practice.dial(call, {
          answered: (handle) => listener.answered(handle),
          key: (key) => listener.key(key),
          ended: (end) => {
            writeSync(log, `end ${call.number} ${call.attempt}\n`);
            listener.ended(end);
          },
        });
      },
    };
    return Promise.resolve(new Line(gateway, null, clock.steady()));
  },
  zonesOf: () => null,
});

process.stdout.write('begins\n');
await run({ broadcast, retryDelayMs: 30 }, new TestJob(openRaw(file), jobId, Date.now));

import { openSync, writeSync } from 'node:fs';
import { openRaw } from '#main/db/open.ts';
import { systemClock } from '#main/jobs/clock.ts';
import { practiceGateway } from '#main/jobs/gateways/practice.ts';
import { broadcastRunner } from '#main/jobs/broadcast/run-broadcast.ts';
import { TestJob } from '#test/support/broadcast-job.ts';

// Runs one broadcast job to its end, or until somebody kills it. The journal is the callee's log: a line per call
// that was dialled or has ended, written past this process's memory before anything else happens.
const [file = '', broadcast = '', jobId = '', journal = ''] = process.argv.slice(2);
const log = openSync(journal, 'a');

const run = broadcastRunner({
  clock: () => systemClock(Date.now),
  gateway: (settings, clock) => {
    const practice = practiceGateway(settings, clock);
    return {
      ...practice,
      dial(call, ended) {
        writeSync(log, `dial ${call.number} ${call.attempt}\n`);
        return practice.dial(call, (end) => {
          writeSync(log, `end ${call.number} ${call.attempt}\n`);
          ended(end);
        });
      },
    };
  },
});

process.stdout.write('begins\n');
const params = { broadcast, ringMs: [5, 40], talkMs: [5, 60], retryDelayMs: 30 } as const;
await run(params, new TestJob(openRaw(file), jobId, Date.now));

import type { Job } from '#shared/operations/jobs.ts';

function line(job: Job): string {
  const share = job.total === null || job.total === 0 ? '' : ` ${Math.floor((100 * job.done) / job.total)} %`;
  const left = job.secondsLeft === null ? '' : `, ${job.secondsLeft} s left`;
  return `${job.title}:${share} ${job.done}${job.total === null ? '' : ` of ${job.total}`} ${job.unit}${left} ${job.message}`;
}

/** Shows a job's progress on a terminal, one line that is written over; elsewhere nothing but how it ended. */
export function showProgress(job: Job): void {
  if (process.stderr.isTTY) {
    const text = line(job).slice(0, (process.stderr.columns ?? 80) - 1);
    process.stderr.write(`\r\u001B[K${text}`);
    if (job.endedAt !== null) process.stderr.write('\n');
  } else if (job.endedAt !== null) {
    process.stderr.write(`${job.title}: ${job.state}. ${job.message}\n`);
  }
}

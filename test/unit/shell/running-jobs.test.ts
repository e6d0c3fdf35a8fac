import { expect, test } from 'vitest';
import { RunningJobs } from '#main/shell/running-jobs.ts';
import type { Job } from '#shared/operations/jobs.ts';

function tell(jobs: RunningJobs, id: string, kind: Job['kind'], state: Job['state']): void {
  jobs.hear({ type: 'job', job: { id, kind, state, done: 1 } as Job });
}

test('nothing is asked while nothing runs', () => {
  const jobs = new RunningJobs();
  expect(jobs.question()).toBeNull();
  jobs.hear({ type: 'changed', nouns: ['users'] });
  tell(jobs, '1', 'broadcast', 'running');
  tell(jobs, '1', 'broadcast', 'done');
  expect(jobs.question()).toBeNull();
});

test('an export alone may be left: it goes on at the next start', () => {
  const jobs = new RunningJobs();
  tell(jobs, '1', 'export-raw-log', 'running');
  expect(jobs.question()).toBeNull();
});

test('so may a scheduled broadcast: it waits for its time at the next start, too', () => {
  const jobs = new RunningJobs();
  jobs.hear({ type: 'job', job: { id: '1', kind: 'broadcast', state: 'running', done: 0 } as Job });
  expect(jobs.question()).toBeNull();
});

test('one job is named with what becomes of it', () => {
  const jobs = new RunningJobs();
  tell(jobs, '1', 'broadcast', 'queued');
  tell(jobs, '1', 'broadcast', 'running');
  expect(jobs.question()?.message).toBe('Quit while 1 voice broadcast is running?');
  expect(jobs.question()?.detail).toContain('suspended');
});

test('several jobs are counted by kind', () => {
  const jobs = new RunningJobs();
  tell(jobs, '1', 'export-raw-log', 'running');
  tell(jobs, '2', 'broadcast', 'running');
  tell(jobs, '3', 'broadcast', 'running');
  tell(jobs, '4', 'import-number-list', 'running');
  expect(jobs.question()?.message).toBe('Quit while 2 voice broadcasts, 1 import, and 1 export are running?');
});

test('another workspace has other jobs', () => {
  const jobs = new RunningJobs();
  tell(jobs, '1', 'broadcast', 'running');
  jobs.hear({ type: 'workspace' });
  expect(jobs.question()).toBeNull();
});

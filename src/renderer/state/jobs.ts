import { keyOf, queryClient, subscribe, useAnswer } from '#renderer/client.ts';
import type { Job } from '#shared/operations/jobs.ts';

const LATEST = { limit: 50 } as const;

/** The person's own jobs, newest first, kept up to date by job events. */
export function useJobs(): readonly Job[] {
  return useAnswer('jobs.list', LATEST).data ?? [];
}

/** One job, live; undefined while unknown or if there is none. */
export function useJob(id: string | null): Job | undefined {
  const listed = useJobs().find((job) => job.id === id);
  const asked = useAnswer('jobs.get', { id: id ?? '' }, { enabled: id !== null && listed === undefined });
  return listed ?? asked.data;
}

function put(job: Job): void {
  const key = keyOf('jobs.list', LATEST);
  queryClient.setQueryData<Job[]>(key, (jobs) => {
    if (jobs === undefined) return jobs;
    return jobs.some(({ id }) => id === job.id)
      ? jobs.map((known) => (known.id === job.id ? job : known))
      : [job, ...jobs];
  });
  queryClient.setQueryData(keyOf('jobs.get', { id: job.id }), job);
}

/** Follows job events; `ended` hears of each job that has just ended. Returns the function that stops it. */
export function followJobs(ended: (job: Job) => void): () => void {
  const told = new Set<string>();
  return subscribe((event) => {
    if (event.type !== 'job') return;
    put(event.job);
    if (event.job.endedAt === null || told.has(event.job.id)) return;
    told.add(event.job.id);
    ended(event.job);
  });
}

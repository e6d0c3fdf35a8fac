import type { DemoPerson } from '#shared/operations/workspace.ts';
import type { Service } from './service.ts';
import type { Caller } from './sessions.ts';

/**
 * Lets the demo workspace show broadcasts in every state: its DIALER_VERIFIED person resumes one and starts one that
 * waits for its time, through the door as anybody would. Already running ones are left alone.
 */
export async function wakeDemo(service: Service): Promise<void> {
  const facts = await service.writer
    .selectFrom('workspace')
    .select(['key', 'value'])
    .where('key', 'in', ['demo-wake', 'demo-people'])
    .execute();
  const fact = (key: string): unknown => JSON.parse(facts.find((row) => row.key === key)?.value ?? 'null');
  const wake = fact('demo-wake') as { resume?: string; start?: string } | null;
  const people = (fact('demo-people') ?? []) as DemoPerson[];
  const verified = people.find(({ roles }) => roles.length === 1 && roles[0]?.role === 'DIALER_VERIFIED');
  if (wake === null || verified === undefined) return;
  const caller: Caller = { id: 'demo', kind: 'command-line' };
  const { email, password } = verified;
  await service.dispatch(caller, 'session.signIn', { email, password });
  if (wake.resume !== undefined) await service.dispatch(caller, 'broadcasts.resume', { id: wake.resume });
  if (wake.start !== undefined) await service.dispatch(caller, 'broadcasts.start', { id: wake.start });
  await service.dispatch(caller, 'session.signOut', {});
}

// A console without a window: opens a workspace, starts or resumes a broadcast as its person, and says what happens.
// Each line on standard input resumes it again. The dialler's process is a child of this one.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openService } from '#main/service/service.ts';
import { PASSWORD, plainPasswords } from './service.ts';

const [folder = '', broadcast = '', email = ''] = process.argv.slice(2);
const entry = fileURLToPath(new URL('../../src/main/jobs/dialer/process.ts', import.meta.url));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const service = await openService({
  folder,
  jobEntry: new URL('../../src/main/jobs/thread.ts', import.meta.url),
  passwords: plainPasswords,
  report: () => undefined,
  spawnDialer: (listener) => {
    const child = fork(entry, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.on('message', (message) => listener.message(message));
    child.once('exit', () => listener.exit());
    say(`dialler ${child.pid}`);
    return {
      send: (message) => void child.send(message as object, () => undefined),
      kill: () => void child.kill('SIGKILL'),
    };
  },
});
const caller = { id: 'test', kind: 'command-line' } as const;
const ask = (name: string, input: object) => service.dispatch(caller, name, input);
await ask('session.signIn', { email, password: PASSWORD });

async function stateOf(): Promise<string> {
  const row = await service.writer
    .selectFrom('broadcasts')
    .select(['state', 'suspended_because as because', 'suspended_note as note'])
    .where('id', '=', broadcast)
    .executeTakeFirstOrThrow();
  return `${row.state} ${row.because ?? ''} ${row.note ?? ''}`.trim();
}

async function run(): Promise<void> {
  const draft = (await stateOf()) === 'draft';
  const reply = await ask(draft ? 'broadcasts.start' : 'broadcasts.resume', { id: broadcast });
  if (!reply.ok) {
    say(`refused ${reply.error.message}`);
    return;
  }
  say('running');
  await service.jobs.ended((reply.value as { job: string }).job);
  say(`ended ${await stateOf()}`);
}

process.stdin.on('data', () => void run());
process.stdin.on('end', () => void service.close().then(() => process.exit(0)));
await run();

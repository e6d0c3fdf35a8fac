import { rmSync } from 'node:fs';
import { _electron } from '@playwright/test';
import { electronEnvironment } from '../electron-host/launch.ts';
import { APP_FOLDER, newFolder, sandboxArgs } from '../support/app.ts';
import { type BenchLine, median } from './bench-line.ts';

const ROUNDS = 5;

interface Start {
  readonly process: number;
  readonly window: number;
  readonly screen: number;
}

async function start(workspace: string): Promise<Start> {
  const { env } = electronEnvironment();
  const begin = performance.now();
  const app = await _electron.launch({
    args: [...sandboxArgs(), APP_FOLDER, '--workspace', workspace],
    env,
    colorScheme: null,
  });
  const launched = performance.now();
  const page = await app.firstWindow();
  const window = performance.now();
  await page.getByRole('heading').first().waitFor();
  const screen = performance.now();
  await app.close();
  return { process: launched - begin, window: window - launched, screen: screen - window };
}

/** From starting the program to its first screen, with an existing workspace. */
export async function run(): Promise<BenchLine[]> {
  const workspace = newFolder();
  // The first start makes the schema and the browser's profile.
  await start(workspace);
  const starts: Start[] = [];
  for (let round = 0; round < ROUNDS; round++) starts.push(await start(workspace));
  rmSync(workspace, { recursive: true, force: true });
  const of = (part: keyof Start): number => Math.round(median(starts.map((one) => one[part])));
  const { which } = electronEnvironment();
  const total = of('process') + of('window') + of('screen');
  const name = which === 'host' ? 'the Electron host' : 'Electron';
  return [
    {
      name: `cold start to the first screen under ${name}`,
      asked: 'reported',
      measured: `${total} ms: ${of('process')} until ${name} and its browser run, ${of('window')} until the service is open and a window is there, ${of('screen')} until the screen shows`,
      ok: true,
    },
  ];
}

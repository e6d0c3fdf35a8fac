import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { fromUlaw } from '#main/jobs/audio/g711.ts';
import { promptOf } from '#main/jobs/audio/prompt.ts';
import { readWav } from '#main/jobs/audio/read-wav.ts';
import { findSynthesiser } from '#main/jobs/audio/speech/synthesisers.ts';
import { wavOf } from '#main/jobs/audio/wav.ts';
import type { Page as Rows } from '#shared/page.ts';
import { type LaunchedApp, launchApp } from '../support/app.ts';
import { type DemoWorkspace, demoWorkspace } from '../support/demo-workspace.ts';
import { BroadcastsPage } from './pages/broadcasts.ts';
import { Console } from './pages/console.ts';
import { PromptMaker } from './pages/prompts.ts';

/** What the microphone hears: five seconds of 1,000 hertz, again and again. */
const HERTZ = 1_000;
const CAN_SPEAK = findSynthesiser({ platform: process.platform, env: process.env }) !== undefined;

test.describe.configure({ mode: 'serial' });

/** How much of a frequency is in mu-law samples, from 0 to about the tone's amplitude. */
function strength(ulaw: Uint8Array, hertz: number): number {
  let [sine, cosine] = [0, 0];
  // Whole tenths of a second, one by one: pieces of a repeated file need not be in phase.
  const piece = ulaw.subarray(4_000, 4_800);
  piece.forEach((byte, at) => {
    const angle = (2 * Math.PI * hertz * at) / 8_000;
    sine += fromUlaw(byte) * Math.sin(angle);
    cosine += fromUlaw(byte) * Math.cos(angle);
  });
  return (2 * Math.hypot(sine, cosine)) / piece.length;
}

function toneFile(folder: string): string {
  const file = join(folder, 'microphone.wav');
  const samples = Uint8Array.from({ length: 5 * 8_000 }, () => 0);
  const tone = wavOf(promptOf(samples));
  for (let at = 0; at < samples.length; at++)
    tone.writeInt16LE(Math.round(12_000 * Math.sin((2 * Math.PI * HERTZ * at) / 8_000)), 44 + at * 2);
  expect(readWav(tone, 300).warning).toBeNull();
  writeFileSync(file, tone);
  return file;
}

/** What comes of asking the browser for a microphone or a camera. */
function asked({ page }: LaunchedApp, constraints: object): Promise<string> {
  return page.evaluate(async (wanted) => {
    try {
      const stream = await navigator.mediaDevices.getUserMedia(wanted);
      for (const track of stream.getTracks()) track.stop();
      return 'given';
    } catch (error) {
      return (error as Error).name;
    }
  }, constraints);
}

test.describe('prompts', () => {
  let demo: DemoWorkspace;
  let folder: string;
  let launched: LaunchedApp;
  let window: Console;
  let maker: PromptMaker;

  async function open(args: readonly string[]): Promise<void> {
    launched = await launchApp({ workspace: demo.workspace, args });
    window = new Console(launched.page);
    maker = new PromptMaker(launched.page);
    const person = demo.people.find(({ roles }) => roles.length === 1 && roles[0]?.role === 'DIALER_ADMIN');
    await window.signInAs(person?.name ?? '', 'DIALER_ADMIN');
    await window.open('Voice broadcasts');
    await new BroadcastsPage(launched.page).beginCreating();
  }

  /** What callees would hear of a prompt. */
  async function heard(name: string): Promise<Uint8Array> {
    const list = await window.ask('prompts.list', { limit: 1000 });
    const { columns } = (list as { value: Rows<{ id: string; name: string }> }).value;
    const id = columns.id[columns.name.indexOf(name)];
    const audio = await window.ask('prompts.audio', { id });
    return Buffer.from((audio as { value: { ulaw: string } }).value.ulaw, 'base64');
  }

  test.beforeAll(async () => {
    demo = await demoWorkspace();
    folder = mkdtempSync(join(tmpdir(), 'rolecall-e2e-prompts-'));
  });
  test.afterEach(() => launched.close());
  test.afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
    demo.remove();
  });

  test('DIALER_ADMIN records a prompt, listens to it and uses it', async () => {
    const microphone = toneFile(folder);
    await open(['--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${microphone}`]);
    await maker.openRecorder();
    await window.expectAccessible();
    await expect(maker.use).toBeDisabled();
    await maker.record();
    await expect(maker.timer).toContainText('0:02 of 5:00');
    await expect.poll(() => maker.level()).toBeGreaterThan(50);
    await maker.stop();
    await expect(maker.status).toContainText('Recorded: 0:0');
    await maker.listen();
    await window.expectAccessible();
    await maker.name.fill('Harbour tone');
    await maker.use.click();
    await expect(maker.chosen).toHaveValue(/^Harbour tone \(\d s\)$/);
    const sound = await heard('Harbour tone');
    expect(sound.length).toBeGreaterThan(8_000);
    expect(strength(sound, HERTZ)).toBeGreaterThan(3_000);
    expect(strength(sound, 1_700)).toBeLessThan(strength(sound, HERTZ) / 10);
  });

  test('the page gets the microphone and never the camera', async () => {
    await open(['--use-fake-device-for-media-stream']);
    expect(await asked(launched, { audio: true })).toBe('given');
    expect(await asked(launched, { video: true })).toBe('NotAllowedError');
    expect(await asked(launched, { audio: true, video: true })).toBe('NotAllowedError');
  });

  test('a machine without a microphone is told so, with what to do', async () => {
    await open([]);
    await maker.openRecorder();
    await maker.record();
    await expect(maker.alert).toContainText('Connect one');
    await expect(maker.use).toBeDisabled();
    await window.expectAccessible();
  });

  test('DIALER_ADMIN has a text spoken, listens to it and uses it', async () => {
    test.skip(!CAN_SPEAK, 'This machine has no speech synthesiser (Debian: espeak-ng).');
    await open([]);
    await maker.openSpeech();
    await expect(maker.use).toBeDisabled();
    await maker.text.fill('Good morning. The harbour office closes at five today.');
    await maker.speak();
    await expect(maker.status).toContainText('Spoken: 0:0');
    await window.expectAccessible();
    await maker.text.fill('Good evening.');
    await expect(maker.use).toBeDisabled();
    await maker.speak();
    await maker.name.fill('Evening');
    await maker.use.click();
    await expect(maker.chosen).toHaveValue(/^Evening \(\d s\)$/);
    expect((await heard('Evening')).length).toBeGreaterThan(4_000);
  });
});

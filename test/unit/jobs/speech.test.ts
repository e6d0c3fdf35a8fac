import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readWav } from '#main/jobs/audio/read-wav.ts';
import { speak, voicesOf } from '#main/jobs/audio/speech/speech.ts';
import { findSynthesiser } from '#main/jobs/audio/speech/synthesisers.ts';
import { scriptedSpeech } from '#test/support/speaking-machine.ts';

const THIS = { platform: process.platform, env: process.env };
const REAL = process.platform === 'linux' ? findSynthesiser(THIS) : undefined;
const TEXT = '-w /etc/motd; $(reboot) `reboot` "Good morning" [[sound]]\u0000, the harbour closes at nine.';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-speech-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A machine whose only synthesiser is a script; see `scriptedSpeech`. */
function machine(speaks: string) {
  scriptedSpeech(folder, speaks);
  return { platform: 'linux' as const, env: { PATH: `relative:${folder}` } };
}

const leftOver = () =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('rolecall-speech-') && !name.includes('test'));

describe.skipIf(process.platform === 'win32')('a machine that speaks', () => {
  it('lists its voices', async () => {
    expect(await voicesOf(machine(''))).toEqual({
      synthesiser: 'eSpeak NG',
      voices: [{ id: 'en-gb', name: 'English (Great Britain)', language: 'en-gb' }],
      advice: '',
    });
  });

  it('gets the text as a file: no word of it is on its command line', async () => {
    const wav = join(folder, 'sound.wav');
    writeFileSync(wav, 'RIFF');
    const speaks = `cp "$8" '${folder}/text'; cp '${wav}' "$6"`;
    expect((await speak({ text: TEXT, voice: 'en-gb' }, { machine: machine(speaks) })).toString()).toBe(
      'RIFF',
    );
    expect(readFileSync(join(folder, 'words'), 'utf8')).not.toMatch(/morning|reboot|motd/);
    expect(readFileSync(join(folder, 'text'), 'utf8')).toBe(
      '-w /etc/motd; $(reboot) `reboot` "Good morning" [ [sound]] , the harbour closes at nine.\n',
    );
  });

  it('is not asked to speak with a voice that it did not list', async () => {
    const asked = speak({ text: 'Hello', voice: '--stdout' }, { machine: machine('true') });
    await expect(asked).rejects.toThrow('no such voice');
    expect(existsSync(join(folder, 'words'))).toBe(false);
  });

  it.each([
    ['fails', 'exit 3', 'could not speak this text'],
    ['writes nothing', 'exit 0', 'could not speak this text'],
    ['hangs', 'exec sleep 60', 'was stopped'],
  ])('and then %s is told in a sentence, and leaves nothing behind', async (_, speaks, said) => {
    const before = leftOver();
    const asked = speak({ text: 'Hello', voice: 'en-gb' }, { machine: machine(speaks), ms: 300 });
    await expect(asked).rejects.toThrow(said);
    expect(leftOver()).toEqual(before);
  });
});

describe('a machine that can’t speak', () => {
  it.each([
    ['linux' as const, 'espeak-ng'],
    ['win32' as const, 'System.Speech'],
  ])('of %s says how to get a voice', async (platform, advice) => {
    const bare = { platform, env: { PATH: folder, SystemRoot: folder } };
    expect(await voicesOf(bare)).toMatchObject({ synthesiser: null, voices: [] });
    expect((await voicesOf(bare)).advice).toContain(advice);
    await expect(speak({ text: 'Hello', voice: 'en' }, { machine: bare })).rejects.toThrow(advice);
  });

  it('finds no program in a relative folder of PATH', () => {
    writeFileSync(join(folder, 'espeak-ng'), '', { mode: 0o755 });
    expect(findSynthesiser({ platform: 'linux', env: { PATH: 'here:./there:' } })).toBeUndefined();
  });
});

it.skipIf(REAL === undefined)(
  'eSpeak NG, where it is installed, speaks a text that looks like options as a prompt',
  { timeout: 60_000 },
  async () => {
    const { voices } = await voicesOf(THIS);
    expect(voices.length).toBeGreaterThan(50);
    expect(voices.map(({ id }) => id)).toContain('de');
    const short = readWav(await speak({ text: '-q', voice: 'en-gb' }), 300);
    const long = readWav(await speak({ text: TEXT, voice: 'en-gb' }), 300);
    const german = readWav(await speak({ text: 'Grüße aus Zürich um neun Uhr.', voice: 'de' }), 300);
    expect(short.warning).toBeNull();
    expect(long.ulaw.length).toBeGreaterThan(4 * 8_000);
    expect(long.ulaw.length).toBeGreaterThan(4 * short.ulaw.length);
    expect(german.ulaw.length).toBeGreaterThan(8_000);
  },
);

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { promptOf } from '#main/jobs/audio/prompt.ts';
import { wavOf } from '#main/jobs/audio/wav.ts';
import { type TestService, testService, testWorld, type World } from '#test/support/service.ts';
import { anyVoice } from '#test/support/speaking-machine.ts';

const DIALER = 'dora@x.example';
const STARTER = 'vera@x.example';
const TONE = wavOf(promptOf(Uint8Array.from({ length: 16_000 }, (_, index) => (index % 8) * 30)));
const LONGEST = wavOf(promptOf(Uint8Array.from({ length: 300 * 8_000 }, (_, index) => (index % 8) * 30)));

let test: TestService;
let world: World;
let folder: string;

beforeAll(async () => {
  test = await testService();
  world = await testWorld(test, [
    { email: DIALER, node: 'north-a', roles: [['J', 'DIALER_ADMIN', 'north-a']] },
    { email: STARTER, node: 'north-a', roles: [['J', 'DIALER_VERIFIED', 'north-a']] },
  ]);
  for (const email of [DIALER, STARTER]) await test.signIn(email);
  folder = mkdtempSync(join(tmpdir(), 'rolecall-prompts-'));
});
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

const node = (): string => world.nodes['north-a'] as string;
const record = (sound: Buffer, as = DIALER) =>
  test.call(as, 'prompts.record', {
    node: node(),
    name: 'Closing times',
    sound: sound.toString('base64'),
    from: 'microphone',
  });

describe('a recording', () => {
  it('of five minutes fits through the door and is what callees hear', async () => {
    const reply = await record(LONGEST);
    expect(reply).toMatchObject({ ok: true, value: { seconds: 300, warning: null } });
    if (!reply.ok) return;
    const audio = await test.call(DIALER, 'prompts.audio', { id: reply.value.id });
    expect(audio.ok && Buffer.from(audio.value.ulaw, 'base64').length).toBe(300 * 8_000);
  });

  it('is not kept in the audit trail', async () => {
    await record(TONE);
    const rows = await test.service.writer
      .selectFrom('command_log')
      .select('arguments')
      .where('operation', '=', 'prompts.record')
      .execute();
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row.arguments).toContain('"sound":"(redacted)"');
  });

  it.each([
    ['is no sound', Buffer.from('hello'), 'This is no WAV file.'],
    ['is silent', wavOf(promptOf(new Uint8Array(16_000).fill(0xff))), 'The recording is silent'],
  ])('that %s is refused at its field, and nothing is kept', async (_, sound, said) => {
    const before = await test.call(DIALER, 'prompts.list', { node: node() });
    const reply = await record(sound);
    expect(reply).toMatchObject({ ok: false, error: { code: 'invalid-input', fields: [{ path: 'sound' }] } });
    expect(!reply.ok && reply.error.message).toContain(said);
    expect(await test.call(DIALER, 'prompts.list', { node: node() })).toEqual(before);
  });

  it('that is longer than a prompt is refused before it is read', async () => {
    const reply = await record(Buffer.alloc(5_500_000));
    expect(reply).toMatchObject({ ok: false, error: { code: 'too-large' } });
  });

  it('by DIALER_VERIFIED, who makes no broadcasts, is denied', async () => {
    expect(await record(TONE, STARTER)).toMatchObject({ ok: false, error: { code: 'denied' } });
  });
});

describe('a file', () => {
  it.each([
    ['is no audio', Buffer.from('PK\u0003\u0004 a spreadsheet, not a recording'), 'This is no WAV file.'],
    [
      'lasts an hour',
      wavOf(promptOf(new Uint8Array(3_600 * 8_000).fill(0x55))),
      'The recording lasts 60 min',
    ],
    ['is empty', Buffer.alloc(0), 'This is no WAV file.'],
  ])('that %s is refused at its field, and nothing is kept', async (name, content, said) => {
    const file = join(folder, `${name}.wav`);
    writeFileSync(file, content);
    const before = await test.call(DIALER, 'prompts.list', { node: node() });
    const reply = await test.call(DIALER, 'prompts.import', { node: node(), name, file });
    expect(reply).toMatchObject({ ok: false, error: { code: 'invalid-input', fields: [{ path: 'file' }] } });
    expect(!reply.ok && reply.error.message).toContain(said);
    expect(await test.call(DIALER, 'prompts.list', { node: node() })).toEqual(before);
  });
});

describe('a spoken text', () => {
  it('is heard first and then kept as it was heard', async () => {
    const wav = join(folder, 'tone.wav');
    writeFileSync(wav, TONE);
    const voice = await anyVoice(folder, wav);
    const spoken = await test.call(DIALER, 'prompts.speak', { node: node(), voice, text: '-h' });
    if (!spoken.ok) throw new Error(spoken.error.message);
    expect(spoken.value.seconds).toBeGreaterThan(0.25);
    const { sound } = spoken.value;
    const kept = await test.call(DIALER, 'prompts.record', {
      node: node(),
      name: 'Hi',
      sound,
      from: 'speech',
    });
    if (!kept.ok) throw new Error(kept.error.message);
    expect(kept.value.seconds).toBe(spoken.value.seconds);
    const audio = await test.call(DIALER, 'prompts.audio', { id: kept.value.id });
    if (!audio.ok) throw new Error(audio.error.message);
    const heard = Buffer.from(audio.value.ulaw, 'base64');
    expect(wavOf(promptOf(heard)).toString('base64')).toBe(sound);
  });

  it('in a voice that is not there is refused with the reason', async () => {
    const reply = await test.call(DIALER, 'prompts.speak', { node: node(), voice: '--stdin', text: 'Hello' });
    expect(reply).toMatchObject({ ok: false, error: { code: 'invalid-input', fields: [{ path: 'text' }] } });
  });

  it('is refused to DIALER_VERIFIED, and so are the voices', async () => {
    const asked = { node: node(), voice: 'en', text: 'Hello' };
    expect(await test.call(STARTER, 'prompts.speak', asked)).toMatchObject({ error: { code: 'denied' } });
    expect(await test.call(STARTER, 'prompts.voices', { node: node() })).toMatchObject({
      error: { code: 'denied' },
    });
  });
});

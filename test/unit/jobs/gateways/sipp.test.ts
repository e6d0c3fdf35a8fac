import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { createServer } from 'node:tls';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Call } from '#main/jobs/gateways/gateway.ts';
import { SipGateway, type SipSettings } from '#main/jobs/gateways/sip/sip-gateway.ts';
import { certificate } from '#test/support/certificate.ts';
import { Ear } from '#test/support/ear.ts';
import { CONTRACT_PROMPT, dialTo } from '#test/support/gateway-contract.ts';
import { findSipp, Sipp, type SippOptions } from '#test/support/sipp.ts';

const installed = findSipp() !== undefined;
const name = installed
  ? 'a SIP trunk whose other end is SIPp'
  : 'a SIP trunk whose other end is SIPp: absent here (Debian: apt-get install sip-tester)';
/** A recording is sent past the system's own UDP. */
const mayPress = process.getuid?.() === 0;
const RECORDINGS = '/usr/share/sip-tester';
const secret = 'correct horse';

describe.skipIf(!installed)(name, () => {
  const opened: { close(): unknown }[] = [];
  afterEach(async () => {
    for (const each of opened.splice(0).toReversed()) await each.close();
  });

  async function ear(): Promise<Ear> {
    const listening = await Ear.open();
    opened.push(listening);
    return listening;
  }

  async function peerOf(scenario: string, options: SippOptions): Promise<Sipp> {
    const peer = await Sipp.open(scenario, options);
    opened.push(peer);
    return peer;
  }

  async function gatewayTo({ port }: Sipp, settings: Partial<SipSettings> = {}): Promise<SipGateway> {
    const gateway = new SipGateway({
      label: 'trunk',
      real: true,
      host: '127.0.0.1',
      port,
      transport: 'tcp',
      domain: 'trunk.example',
      credentials: null,
      ...settings,
    });
    await gateway.open();
    opened.push(gateway);
    return gateway;
  }

  /** One call through a scenario: how it ended here, and what SIPp says of it. */
  async function callThrough(scenario: string, values: Record<string, string>, call: Partial<Call> = {}) {
    const peer = await peerOf(scenario, { calls: 2, values });
    const gateway = await gatewayTo(peer);
    const { heard } = dialTo(gateway, '0100', call);
    const end = await heard.whenEnded;
    const verdict = await peer.ended();
    expect(verdict).toEqual({ successful: 2, failed: 0, current: 0, complaints: '' });
    return { end, heard };
  }

  it.each([
    ['486', 'Busy Here', '', { outcome: 'busy' }],
    ['600', 'Busy Everywhere', '', { outcome: 'busy' }],
    ['603', 'Decline', '', { outcome: 'rejected' }],
    ['404', 'Not Found', '', { outcome: 'invalid' }],
    ['484', 'Address Incomplete', '', { outcome: 'invalid' }],
    ['480', 'Temporarily Unavailable', '', { outcome: 'no-answer' }],
    ['500', 'Server Internal Error', '', { outcome: 'failed' }],
    ['302', 'Moved', 'Contact: <sip:other@127.0.0.1>', { outcome: 'failed' }],
    ['503', 'Service Unavailable', 'Retry-After: 7', { outcome: 'not-placed', because: 'congestion' }],
    ['429', 'Too Many', '', { outcome: 'not-placed', because: 'congestion' }],
    ['403', 'Forbidden', 'Reason: Q.850;cause=21;text="Call Rejected"', { outcome: 'rejected' }],
    ['503', 'Service Unavailable', 'Reason: Q.850 ;cause=17', { outcome: 'busy' }],
    [
      '503',
      'Service Unavailable',
      'Reason: Q.850;cause=34',
      { outcome: 'not-placed', because: 'congestion' },
    ],
    [
      '407',
      'Who is it',
      'Proxy-Authenticate: Digest realm="x", nonce="y"',
      { outcome: 'not-placed', because: 'fault' },
    ],
  ] as const)('a refusal by %s %s %s', async (code, reason, header, wanted) => {
    const peer = await peerOf('refused', {
      calls: 2,
      values: { code, reason, header: header === '' ? 'X-None: 1' : header },
    });
    const gateway = await gatewayTo(peer);
    const { heard } = dialTo(gateway, '0100');
    expect(await heard.whenEnded).toEqual({ ...wanted, ring: expect.any(Number) as number, talk: 0 });
    expect(heard.told).toEqual(['ended']);
    expect(await peer.ended()).toEqual({ successful: 2, failed: 0, current: 0, complaints: '' });
  });

  it.each([['0'], ['8']])('an odd but lawful answer, and the prompt by payload type %s', async (type) => {
    const place = await ear();
    const { end, heard } = await callThrough(
      'answered',
      { media: String(place.port), type },
      { prompt: CONTRACT_PROMPT, keyMs: 20 },
    );
    expect(end.outcome).toBe('answered');
    expect(end.silent).toBeUndefined();
    expect(heard.told).toEqual(['answered', 'ended']);
    expect([...place.types]).toEqual([Number(type)]);
    expect(place.length).toBe(CONTRACT_PROMPT.ulaw.length);
    if (type === '0') expect(place.sha256).toBe(CONTRACT_PROMPT.sha256);
  });

  it('a callee who hangs up', async () => {
    const place = await ear();
    const { end, heard } = await callThrough('hangs-up', {
      media: String(place.port),
      type: '0',
      talk: '150',
    });
    expect(end.outcome).toBe('answered');
    expect(heard.told).toEqual(['answered', 'ended']);
  });

  it('a callee who never answers', async () => {
    const { end } = await callThrough('rings', {}, { ringMs: 100 });
    expect(end).toMatchObject({ outcome: 'no-answer', talk: 0 });
  });

  it('a callee who answers in the moment in which the gateway gives up', async () => {
    const place = await ear();
    const { end } = await callThrough('glare', { media: String(place.port), type: '0' }, { ringMs: 100 });
    expect(end.outcome).toBe('answered');
  });

  it('sound before the answer, and answers thrice over', async () => {
    const place = await ear();
    const peer = await peerOf('early', { calls: 2, values: { media: String(place.port), type: '0' } });
    const gateway = await gatewayTo(peer);
    const { heard, live } = dialTo(gateway, '0100', {
      prompt: CONTRACT_PROMPT,
      keyMs: 60_000,
      talkMs: 60_000,
    });
    await place.hears(CONTRACT_PROMPT.ulaw.length);
    await vi.waitUntil(() => peer.messages.split('ACK sip:').length > 3, { timeout: 10_000 });
    live.hangUp();
    expect((await heard.whenEnded).outcome).toBe('answered');
    expect(heard.told).toEqual(['answered', 'ended']);
    expect(place.sha256).toBe(CONTRACT_PROMPT.sha256);
    expect(await peer.ended()).toEqual({ successful: 2, failed: 0, current: 0, complaints: '' });
  });

  it('two telephones that both answer', async () => {
    const place = await ear();
    const { end, heard } = await callThrough('forked', { media: String(place.port), type: '0' });
    expect(end.outcome).toBe('answered');
    expect(heard.told).toEqual(['answered', 'ended']);
  });

  it('a peer that asks and changes things during the call', async () => {
    const [place, moved] = [await ear(), await ear()];
    const long = { ...CONTRACT_PROMPT, ulaw: new Uint8Array(16_000).fill(0x55) };
    const { end } = await callThrough(
      'in-call',
      { media: String(place.port), moved: String(moved.port), type: '0' },
      { prompt: long, keyMs: 20 },
    );
    expect(end.outcome).toBe('answered');
    expect(moved.length).toBeGreaterThan(0);
    expect(place.length + moved.length).toBe(16_000);
  });

  describe.skipIf(!mayPress)(mayPress ? 'keys' : 'keys: SIPp may play recordings only as root', () => {
    it.each(['0', '9', 'star', 'pound'])('the recorded key %s', async (key) => {
      const peer = await peerOf('presses', {
        calls: 2,
        values: { type: '0', recording: `${RECORDINGS}/dtmf_2833_${key}.pcap` },
      });
      const gateway = await gatewayTo(peer);
      const { heard, live } = dialTo(gateway, '0100');
      const pressed = await heard.whenKey;
      live.hangUp();
      await heard.whenEnded;
      expect(pressed).toBe({ star: '*', pound: '#' }[key] ?? key);
      expect(heard.told).toEqual(['answered', 'key', 'ended']);
      expect(await peer.ended()).toMatchObject({ successful: 2, failed: 0, current: 0 });
    });
  });

  it('a peer that knows no events and tells of a key by INFO', async () => {
    const values = { types: '0', events: 'a=ptime:20' };
    const { heard } = await callThrough('tells', values);
    expect(heard.told).toEqual(['answered', 'key', 'ended']);
    expect(heard.keys).toEqual(['5']);
  });

  it('a peer that knows events is not believed a second time by INFO', async () => {
    const values = { types: '0 96', events: 'a=rtpmap:96 telephone-event/8000' };
    const { heard } = await callThrough('tells', values);
    expect(heard.keys).toEqual([]);
  });

  const verified = `<verifyauth assign_to="known" username="dialer" password="${secret}"/>`;
  // SIPp verifies no Proxy-Authorization.
  const seen = `<ereg regexp="username=.dialer., realm=.*, response=.[0-9a-f]{32}" search_in="hdr"
    header="Proxy-Authorization:" assign_to="known"/>`;

  it.each([
    ['401', 'WWW', 'qop="auth,auth-int", ', verified],
    ['401', 'WWW', '', verified],
    ['407', 'Proxy', 'qop="auth", ', seen],
    [
      '401',
      'WWW',
      'qop="auth", ',
      verified,
      'WWW-Authenticate: Digest realm="peer", nonce="n", algorithm=SHA-256',
    ],
  ])('a peer that challenges by %s %s %s', async (code, answer, qop, proof, others = 'X-None: 1') => {
    const place = await ear();
    const values = { code, answer, qop, proof, others, media: String(place.port), type: '0' };
    const peer = await peerOf('challenged', { calls: 2, values });
    const gateway = await gatewayTo(peer, { credentials: { user: 'dialer', secret } });
    const { heard } = dialTo(gateway, '0100', { keyMs: 50 });
    expect((await heard.whenEnded).outcome).toBe('answered');
    expect(await peer.ended()).toEqual({ successful: 2, failed: 0, current: 0, complaints: '' });
  });

  it('a peer that forbids one call after the other is at fault, not the numbers', async () => {
    const values = { code: '403', reason: 'Forbidden', header: 'X-None: 1' };
    const peer = await peerOf('refused', { calls: 11, values });
    const gateway = await gatewayTo(peer);
    for (let nth = 1; nth <= 10; nth++) {
      expect(gateway.fault()).toBeNull();
      expect((await dialTo(gateway, '0100').heard.whenEnded).outcome).toBe('failed');
    }
    expect(gateway.fault()).toContain('forbids one call after the other (403)');
    expect(await peer.ended()).toEqual({ successful: 11, failed: 0, current: 0, complaints: '' });
  });

  it('a wrong password reaches nobody', async () => {
    const values = {
      code: '401',
      answer: 'WWW',
      qop: '',
      proof: verified,
      others: 'X-None: 1',
      media: '9',
      type: '0',
    };
    const peer = await peerOf('challenged', { calls: 2, values });
    const gateway = await gatewayTo(peer, { credentials: { user: 'dialer', secret: 'wrong' } });
    const { heard } = dialTo(gateway, '0100');
    expect((await heard.whenEnded).outcome).toBe('failed');
    expect(heard.told).toEqual(['ended']);
    expect(await peer.ended()).toEqual({ successful: 2, failed: 0, current: 0, complaints: '' });
  });

  it('a hundred calls through one connection, each of which ends by itself', async () => {
    const place = await ear();
    const values = { media: String(place.port), type: '0', talk: '200' };
    const peer = await peerOf('hangs-up', { calls: 101, values });
    const gateway = await gatewayTo(peer);
    const calls = Array.from({ length: 100 }, () => dialTo(gateway, '0100', { prompt: CONTRACT_PROMPT }));
    const ends = await Promise.all(calls.map(({ heard }) => heard.whenEnded));
    expect(ends.every(({ outcome, silent }) => outcome === 'answered' && silent === undefined)).toBe(true);
    expect(await peer.ended()).toEqual({ successful: 101, failed: 0, current: 0, complaints: '' });
  });

  it('a call that an earlier process left up is hung up over another connection', async () => {
    const place = await ear();
    const peer = await peerOf('answered', { calls: 3, values: { media: String(place.port), type: '0' } });
    const gateway = await gatewayTo(peer);
    const { call, heard } = dialTo(gateway, '0100');
    await heard.whenAnswered;
    const later = await gatewayTo(peer);
    // SIPp answers by the call's first connection, whichever one it is asked by: nothing to wait for here.
    void later.endLeft([{ ...call, handle: heard.handle }]);
    expect(await peer.ended()).toEqual({ successful: 3, failed: 0, current: 0, complaints: '' });
  });

  it('a call that an earlier process left ringing is cancelled over another connection', async () => {
    const peer = await peerOf('rings', { calls: 3 });
    const gateway = await gatewayTo(peer);
    const { call, heard } = dialTo(gateway, '0100', { ringMs: 60_000 });
    await vi.waitUntil(() => peer.messages.includes('SIP/2.0 180'), { timeout: 10_000 });
    const later = await gatewayTo(peer);
    void later.endLeft([{ ...call, handle: null }]);
    expect((await heard.whenEnded).outcome).toBe('no-answer');
    expect(await peer.ended()).toMatchObject({ successful: 3, failed: 0, current: 0 });
  });

  it('the same over TLS, whose certificate an authority of its own vouches for', async () => {
    const place = await ear();
    const peer = await peerOf('answered', { calls: 2, values: { media: String(place.port), type: '0' } });
    const { key, cert } = certificate();
    // Debian builds SIPp without TLS: this end of it is another process's.
    const relay = createServer({ key, cert }, (socket) => {
      const inner = connect(peer.port, '127.0.0.1');
      socket.pipe(inner).pipe(socket);
      for (const end of [socket, inner]) end.on('error', () => undefined);
    });
    relay.listen(0, '127.0.0.1');
    await once(relay, 'listening');
    opened.push(relay);
    const { port } = relay.address() as AddressInfo;
    const gateway = await gatewayTo(peer, { transport: 'tls', host: 'localhost', port, ca: cert });
    const { heard } = dialTo(gateway, '0100', { prompt: CONTRACT_PROMPT, keyMs: 20 });
    expect((await heard.whenEnded).outcome).toBe('answered');
    expect(place.sha256).toBe(CONTRACT_PROMPT.sha256);
    expect(await peer.ended()).toEqual({ successful: 2, failed: 0, current: 0, complaints: '' });
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fullParse, quickParse } from '#main/jobs/gateways/sip/quick-grammar.ts';

/** What of a parsed value matters; the library keeps some things that nobody asks for. */
const seen = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'host_type' ? undefined : inner)));

const token = fc.stringMatching(/^[a-zA-Z0-9]{1,12}$/);
const host = fc.constantFrom('127.0.0.1', 'trunk.example', 'a-b.example', '10.1.2.3', 'localhost');
const port = fc.option(fc.integer({ min: 1, max: 65_535 }), { nil: undefined });
const number = fc.stringMatching(/^\+[1-9][0-9]{6,14}$/);
const uri = fc
  .tuple(number, host, port, fc.constantFrom('', ';transport=tcp', ';user=phone', ';lr', ';transport=tls;ob'))
  .map(([user, name, at, params]) => `sip:${user}@${name}${at === undefined ? '' : `:${at}`}${params}`);

const TEXTS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  SIP_URI: uri,
  From: fc.tuple(uri, token).map(([address, tag]) => `<${address}>;tag=${tag}`),
  To: uri.map((address) => `<${address}>`),
  Contact: uri.map((address) => `<${address}>`),
  Name_Addr_Header: uri.map((address) => `<${address}>`),
  Via: fc
    .tuple(
      fc.constantFrom('TCP', 'TLS'),
      host,
      port,
      token,
      fc.constantFrom('', ';rport', ';rport=5070;received=10.0.0.1'),
    )
    .map(
      ([by, name, at, branch, more]) =>
        `SIP/2.0/${by} ${name}${at === undefined ? '' : `:${at}`};branch=z9hG4bK${branch}${more}`,
    ),
  CSeq: fc
    .tuple(fc.nat(99_999), fc.constantFrom('INVITE', 'BYE', 'CANCEL'))
    .map(([at, method]) => `${at} ${method}`),
  Call_ID: fc.tuple(token, token).map(([one, two]) => `${one}-${two}`),
  Content_Length: fc.nat(9_999).map(String),
  Max_Forwards: fc.nat(70).map(String),
  Content_Type: fc.constant('application/sdp'),
  Request_Response: fc.oneof(
    fc.constantFrom('SIP/2.0 200 OK', 'SIP/2.0 486 Busy Here', 'SIP/2.0 100 Trying'),
    uri.map((address) => `BYE ${address} SIP/2.0`),
  ),
};

describe('the quick way of reading SIP headers', () => {
  it.each(Object.keys(TEXTS))('reads %s as the library’s grammar does', (rule) => {
    fc.assert(
      fc.property(TEXTS[rule] as fc.Arbitrary<string>, (text) => {
        const quick = quickParse(text, rule);
        expect(quick).toBeDefined();
        const full = seen(fullParse(text, rule)) as Record<string, unknown>;
        if (rule === 'Via') expect({ params: {}, ...full }).toEqual(seen(quick));
        else expect(seen(quick)).toEqual(full);
      }),
      { numRuns: 25 },
    );
  });

  it.each([
    ['From', '"Ann" <sip:ann@trunk.example>;tag=a'],
    ['From', 'sip:ann@trunk.example;tag=a'],
    ['Via', 'SIP/2.0/UDP h.example;branch=z9hG4bKa;alias'],
    ['Contact', '*'],
    ['Contact', '<sip:a@b.example>;expires=60, <sip:c@d.example>'],
    ['SIP_URI', 'sip:a%20b@[2001:db8::1]:5060'],
    ['Request_Response', 'SIP/2.0 480 Nicht verfügbar'],
    ['WWW_Authenticate', 'Digest realm="a", nonce="b"'],
  ])('leaves %s of other forms to the library: %s', (rule, text) => {
    expect(quickParse(text, rule)).toBeUndefined();
  });
});

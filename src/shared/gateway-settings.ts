import { z } from './zod.ts';

const host = () =>
  z
    .string()
    .trim()
    .regex(
      /^(?!sips?:|https?:)[A-Za-z0-9._:-]{1,253}$/,
      'Write a host name or an address, without sip: or http:.',
    )
    .meta({ label: 'Host' });
const port = () => z.int().min(1).max(65_535).meta({ label: 'Port' });
const user = () => z.string().trim().max(120).meta({ label: 'User' });

/** Settings of a SIP trunk. */
export const sipSettings = () =>
  z.strictObject({
    host: host(),
    port: port(),
    transport: z.enum(['tcp', 'tls']),
    /** The domain of numbers and caller ids; '' is the host. */
    domain: z.string().trim().max(253),
    /** '' where the trunk asks for none. */
    user: user(),
    /** PEM of the authority that signed the trunk's certificate; '' if the machine knows it. */
    ca: z.string().max(20_000),
  });

/** Settings of an Asterisk. */
export const asteriskSettings = () =>
  z.strictObject({
    host: host(),
    port: port(),
    secure: z.boolean(),
    user: user(),
    app: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'Use letters, digits, - and _.'),
    dialString: z
      .string()
      .max(200)
      .includes('{number}', { message: 'Write {number} where the number goes, as in PJSIP/{number}@trunk.' }),
    /** This machine as Asterisk reaches it. */
    ownAddress: host(),
  });

/** An address on the web; without encryption only on this machine. */
const webAddress = () =>
  z
    .string()
    .trim()
    .max(500)
    .regex(
      /^(https:\/\/[^\s/?#]+|http:\/\/(127\.0\.0\.1|localhost)(:\d+)?)(\/[^\s?#]*)?$/,
      'Write an address that begins with https://, without a question mark.',
    );

/** Settings of a Twilio account. */
export const twilioSettings = () =>
  z.strictObject({
    /** Twilio's API, or that of a region. */
    apiUrl: webAddress(),
    accountSid: z
      .string()
      .trim()
      .regex(/^AC[0-9a-fA-F]{32}$/, 'An account SID is AC and 32 letters and digits.'),
    /** '': the secret is the account's auth token. */
    apiKey: z
      .string()
      .trim()
      .regex(
        /^(SK[0-9a-fA-F]{32})?$/,
        'An API key’s SID is SK and 32 letters and digits; or leave it empty.',
      ),
    from: z
      .string()
      .trim()
      .regex(/^\+[1-9]\d{6,14}$/, 'Write the number with its country code, as in +12025550100.'),
    /** Where prompts are published; '' for none. */
    promptUrl: z.union([z.literal(''), webAddress()]),
    /** A TwiML Bin that tells keys; '' for none. */
    keysUrl: z.union([z.literal(''), webAddress()]),
  });

export type TwilioSettingsInput = z.output<ReturnType<typeof twilioSettings>>;
export type SipSettingsInput = z.output<ReturnType<typeof sipSettings>>;
export type AsteriskSettingsInput = z.output<ReturnType<typeof asteriskSettings>>;

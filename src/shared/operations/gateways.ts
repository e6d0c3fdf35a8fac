import { id, PLATFORM_ID } from '../ids.ts';
import { operation } from '../operation.ts';
import { listInput, pageOf } from '../page.ts';
import { z } from '../zod.ts';
import { GATEWAY_KINDS } from './broadcasts.ts';
import { recordName, version } from './fields.ts';

/** Gateways that are records; the practice gateway is built in. */
export const STORED_GATEWAYS = ['sip', 'asterisk', 'twilio', 'practice-sip'] as const;

/** Where Twilio's API is unless a gateway says otherwise. */
export const TWILIO_API = 'https://api.twilio.com';

const settings = () => ({
  kind: z.enum(STORED_GATEWAYS).meta({ label: 'Kind' }),
  host: z.string().trim().max(253).default('').meta({ label: 'Host' }),
  port: z.int().min(1).max(65_535).optional().meta({ label: 'Port' }),
  secure: z.boolean().default(false).meta({ label: 'Encrypted connection (TLS)' }),
  user: z.string().trim().max(120).default('').meta({ label: 'User' }),
  accountSid: z.string().trim().max(60).default('').meta({ label: 'Account SID' }),
  apiKey: z.string().trim().max(60).default('').meta({ label: 'API key SID' }),
  /** Absent: the stored one stays. */
  secret: z.string().max(200).optional().meta({ label: 'Password' }),
  domain: z.string().trim().max(253).default('').meta({ label: 'SIP domain' }),
  ca: z.string().max(20_000).default(''),
  dialString: z.string().trim().max(200).default('').meta({ label: 'Dial string of Asterisk' }),
  app: z.string().trim().max(64).default('rolecall'),
  ownAddress: z.string().trim().max(253).default('').meta({ label: 'This machine as Asterisk reaches it' }),
  from: z.string().trim().max(20).default('').meta({ label: 'Number to call from' }),
  promptUrl: z.string().trim().max(500).default('').meta({ label: 'Address of published prompts' }),
  keysUrl: z.string().trim().max(500).default('').meta({ label: 'TwiML Bin for keys' }),
  apiUrl: z.string().trim().max(500).default(TWILIO_API).meta({ label: 'Address of the API' }),
  callsPerSecond: z.number().min(0.1).max(200).default(5).meta({ label: 'Calls per second' }),
  lines: z.int().min(1).max(1000).default(30).meta({ label: 'Lines' }),
});

const row = () => ({
  id: z.string(),
  name: z.string(),
  kind: z.enum(GATEWAY_KINDS),
  node: z.string(),
  nodeName: z.string(),
  host: z.string(),
  port: z.number().nullable(),
  secure: z.boolean(),
  user: z.string(),
  /** Whether a password is stored; it is never shown. */
  hasSecret: z.boolean(),
  domain: z.string(),
  ca: z.string(),
  dialString: z.string(),
  app: z.string(),
  ownAddress: z.string(),
  accountSid: z.string(),
  apiKey: z.string(),
  from: z.string(),
  promptUrl: z.string(),
  keysUrl: z.string(),
  apiUrl: z.string(),
  callsPerSecond: z.number(),
  lines: z.number(),
  checkedAt: z.number().nullable(),
  checkFault: z.string().nullable(),
  version: z.number(),
});

const onGateway = (input: { id: string }) => [{ kind: 'gateway', id: input.id } as const];

export const gatewayOperations = {
  'gateways.list': operation({
    name: 'gateways.list',
    kind: 'query',
    title: 'Gateways',
    permission: 'gateways.manage',
    reach: 'within',
    input: () => listInput(['name', 'kind'], {}),
    output: () => pageOf(row()),
    targets: (input) => [{ kind: 'node', id: input.node ?? PLATFORM_ID }],
  }),
  'gateways.choices': operation({
    name: 'gateways.choices',
    kind: 'query',
    title: 'Gateways of an account',
    permission: 'broadcasts.create',
    input: () => z.strictObject({ node: id() }),
    output: () =>
      z.array(
        z.strictObject({
          id: z.string(),
          name: z.string(),
          kind: z.enum(GATEWAY_KINDS),
          checkFault: z.string().nullable(),
        }),
      ),
    targets: (input) => [{ kind: 'node', id: input.node }],
  }),
  'gateways.create': operation({
    name: 'gateways.create',
    kind: 'command',
    title: 'Add gateway',
    permission: 'gateways.manage',
    input: () =>
      z.strictObject({ node: id().meta({ label: 'Account' }), name: recordName('gateway'), ...settings() }),
    output: () => z.strictObject({ id: z.string(), version: z.number() }),
    targets: (input) => [{ kind: 'node', id: input.node }],
    redact: ['secret'],
  }),
  'gateways.edit': operation({
    name: 'gateways.edit',
    kind: 'command',
    title: 'Edit gateway',
    permission: 'gateways.manage',
    input: () => z.strictObject({ id: id(), version: version(), name: recordName('gateway'), ...settings() }),
    output: () => z.strictObject({ version: z.number() }),
    targets: onGateway,
    redact: ['secret'],
  }),
  'gateways.check': operation({
    name: 'gateways.check',
    kind: 'command',
    title: 'Try the connection',
    permission: 'gateways.manage',
    input: () => z.strictObject({ id: id() }),
    /** Null: calls can be placed; otherwise why not. */
    output: () => z.strictObject({ fault: z.string().nullable(), version: z.number() }),
    targets: onGateway,
  }),
  'gateways.remove': operation({
    name: 'gateways.remove',
    kind: 'command',
    title: 'Remove gateway',
    permission: 'gateways.manage',
    input: () => z.strictObject({ id: id(), version: version() }),
    output: () => z.strictObject({}),
    targets: onGateway,
    danger: true,
  }),
};

import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PanelFormProps } from '#renderer/components/list-types.ts';
import { nodeControl } from '#renderer/components/node-select.tsx';
import { OperationForm } from '#renderer/components/operation-form.tsx';
import { toastDone } from '#renderer/components/toast.tsx';
import { STORED_GATEWAYS } from '#shared/operations/gateways.ts';
import classes from './gateway-forms.module.css';
import type { GatewaySubject } from './gateways-screen.tsx';

type Props = PanelFormProps<GatewaySubject>;

type Kind = (typeof STORED_GATEWAYS)[number];

const PAIRS = [
  ['host', 'port'],
  ['callsPerSecond', 'lines'],
] as const;

const ALWAYS: ReadonlySet<string> = new Set(['node', 'name', 'kind', 'callsPerSecond', 'lines']);
/** What each kind asks for besides. */
const FIELDS: Readonly<Record<Kind, ReadonlySet<string>>> = {
  sip: new Set(['host', 'port', 'secure', 'user', 'secret', 'domain']),
  asterisk: new Set(['host', 'port', 'secure', 'user', 'secret', 'dialString', 'ownAddress']),
  twilio: new Set(['accountSid', 'apiKey', 'secret', 'from', 'promptUrl', 'keysUrl', 'apiUrl']),
  'practice-sip': new Set(),
};

/** What a TwiML Bin for keys holds: it puts the call into the queue of its key, where the console finds it. */
const KEYS_BIN = '<Response><Enqueue>rolecall-{{Digits}}</Enqueue></Response>';

function shown(name: string, values: Readonly<Record<string, unknown>>): boolean {
  return ALWAYS.has(name) || (FIELDS[values['kind'] as Kind]?.has(name) ?? false);
}

function useForm(stored: boolean) {
  const { t } = useTranslation();
  const plain = {
    kind: t('gateways.kindHint'),
    domain: t('gateways.domainHint'),
    dialString: t('gateways.dialStringHint', { placeholder: '{number}' }),
    ownAddress: t('gateways.ownAddressHint'),
    apiKey: t('gateways.apiKeyHint'),
    from: t('gateways.fromHint'),
    promptUrl: t('gateways.promptUrlHint'),
    keysUrl: (
      <>
        {t('gateways.keysUrlHint')} <code className={classes['bin']}>{KEYS_BIN}</code>
      </>
    ),
    apiUrl: t('gateways.apiUrlHint'),
    callsPerSecond: t('gateways.rateHint'),
    lines: t('gateways.linesHint'),
    ...(stored ? { secret: t('gateways.secretHint') } : {}),
  };
  const twilio = {
    ...plain,
    secret: t(stored ? 'gateways.twilioSecretKeptHint' : 'gateways.twilioSecretHint'),
    callsPerSecond: t('gateways.twilioRateHint'),
    lines: t('gateways.twilioLinesHint'),
  };
  return {
    options: { kind: STORED_GATEWAYS.map((value) => ({ value, label: t(`gateways.kinds.${value}`) })) },
    hints: ({ kind }: Readonly<Record<string, unknown>>) => (kind === 'twilio' ? twilio : plain),
    labels: ({ kind }: Readonly<Record<string, unknown>>) =>
      kind === 'twilio' ? { secret: t('gateways.twilioSecret') } : {},
    shown,
    pairs: PAIRS,
  };
}

/** Asks for a gateway's settings. */
export function AddGateway({ node, onDone, onCancel, onChanged }: Props) {
  const { t } = useTranslation();
  const controls = useMemo(() => ({ node: nodeControl('gateways.create') }), []);
  return (
    <OperationForm
      operation="gateways.create"
      initial={node === undefined ? {} : { node }}
      controls={controls}
      {...useForm(false)}
      onDone={(_, values) => {
        onDone();
        toastDone(t('gateways.added', { name: String(values['name']) }));
      }}
      onCancel={onCancel}
      onChanged={onChanged}
    />
  );
}

/** Changes a gateway; an empty password leaves the stored one. */
export function EditGateway({ record, onDone, onCancel, onChanged }: Props) {
  const { t } = useTranslation();
  const form = useForm(true);
  if (record === null) return null;
  const { id, version, name, kind, host, port, secure, user, domain, ca, dialString, app, ownAddress } =
    record;
  const { accountSid, apiKey, from, promptUrl, keysUrl, apiUrl, callsPerSecond, lines } = record;
  return (
    <OperationForm
      operation="gateways.edit"
      fixed={{ id, version, ca, app }}
      initial={{
        name,
        kind,
        host,
        port,
        secure,
        user,
        domain,
        dialString,
        ownAddress,
        accountSid,
        apiKey,
        from,
        promptUrl,
        keysUrl,
        apiUrl,
        callsPerSecond,
        lines,
      }}
      {...form}
      submitLabel={t('form.save')}
      onDone={(_, values) => {
        onDone();
        toastDone(t('gateways.saved', { name: String(values['name']) }));
      }}
      onCancel={onCancel}
      onChanged={onChanged}
    />
  );
}

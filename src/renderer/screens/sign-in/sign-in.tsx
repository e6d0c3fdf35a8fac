import { Alert, Anchor, Button, TextInput, VisuallyHidden } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/client.ts';
import { PasswordField } from '#renderer/components/password-field.tsx';
import { signIn, useSessionNotice } from '#renderer/state/session.ts';
import type { OutputOf } from '#shared/operations/index.ts';
import type { Failure } from '#shared/reply.ts';
import { DemoPeople } from './demo-people.tsx';
import { EntryCard } from './entry-card.tsx';
import classes from './sign-in.module.css';

/** Whole seconds that are left of a wait; counts down by itself. */
function useSecondsLeft(until: number | null): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (until === null) return;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [until]);
  return until === null ? 0 : Math.max(0, Math.ceil((until - now) / 1000));
}

/** Where a person begins to type. */
function focusOnce(element: HTMLInputElement | null): void {
  element?.focus();
}

function Refusal({ message }: { readonly message: string }) {
  return (
    <Alert color="red" variant="light" role="alert" className={classes['refusal'] ?? ''}>
      {message}
    </Alert>
  );
}

/** The wait, counting down; said aloud once, not every second. */
function Locked({ seconds, message }: { readonly seconds: number; readonly message: string }) {
  const { t } = useTranslation();
  return (
    <>
      <VisuallyHidden role="alert">{message}</VisuallyHidden>
      <Alert color="red" variant="light" role="timer" className={classes['refusal'] ?? ''}>
        {t('signIn.locked', { count: seconds })}
      </Alert>
    </>
  );
}

function PasswordSignIn() {
  const { t } = useTranslation();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [until, setUntil] = useState<number | null>(null);
  const wait = useSecondsLeft(until);
  const fault = (field: string) => failure?.fields?.find(({ path }) => path === field)?.message;
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || wait > 0) return;
    setBusy(true);
    const refused = await signIn(email, password);
    setBusy(false);
    setFailure(refused);
    setUntil(refused?.retryAfter === undefined ? null : Date.now() + refused.retryAfter * 1000);
    if (refused !== null) setPassword('');
  };
  return (
    <form className={classes['form']} onSubmit={(event) => void send(event)} noValidate>
      <TextInput
        label={t('users.email')}
        name="email"
        type="email"
        autoComplete="username"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={fault('email')}
        ref={focusOnce}
      />
      <PasswordField
        label={t('signIn.password')}
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        error={fault('password')}
      />
      {wait > 0 ? <Locked seconds={wait} message={failure?.message ?? ''} /> : null}
      {failure !== null && failure.fields === undefined && until === null ? (
        <Refusal message={failure.message} />
      ) : null}
      <Button type="submit" size="sm" fullWidth loading={busy} aria-disabled={wait > 0 || undefined}>
        {t('signIn.submit')}
      </Button>
    </form>
  );
}

function EndedNotice() {
  const message = useSessionNotice((notice) => notice.message);
  if (message === null) return null;
  return (
    <Alert
      color="accent"
      variant="light"
      icon={<IconInfoCircle size={17} />}
      className={classes['notice'] ?? ''}
    >
      {message}
    </Alert>
  );
}

/** Sign-in by e-mail and password; in the demo also by choosing one of its people. */
export function SignIn({ workspace }: { readonly workspace: OutputOf<'workspace.status'> }) {
  const { t } = useTranslation();
  const [byPassword, setByPassword] = useState(!workspace.demo);
  useEffect(() => {
    document.title = `${t('signIn.title')} · Rolecall`;
  }, [t]);
  const other = (
    <Anchor component="button" type="button" size="sm" onClick={() => setByPassword(!byPassword)}>
      {t(byPassword ? 'signIn.withPerson' : 'signIn.withPassword')}
    </Anchor>
  );
  const name = workspace.name ?? t('shell.demo');
  return (
    <EntryCard
      title={t(byPassword ? 'signIn.title' : 'signIn.demoTitle')}
      text={byPassword ? t('signIn.toWorkspace', { name }) : t('signIn.demoPick')}
      wide={!byPassword}
      foot={
        <>
          {workspace.demo ? other : null}
          {workspace.demo ? (
            <Anchor
              component="button"
              type="button"
              size="sm"
              onClick={() => void call('workspace.leaveDemo', {})}
            >
              {t('shell.leaveDemo')}
            </Anchor>
          ) : null}
        </>
      }
    >
      <EndedNotice />
      {byPassword ? <PasswordSignIn /> : <DemoPeople />}
    </EntryCard>
  );
}

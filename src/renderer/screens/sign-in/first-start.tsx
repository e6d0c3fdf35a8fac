import { UnstyledButton } from '@mantine/core';
import { IconBuilding, IconChevronRight, IconFlask } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, queryClient } from '#renderer/client.ts';
import { ErrorState } from '#renderer/components/message-states.tsx';
import { OperationForm } from '#renderer/components/operation-form.tsx';
import { EntryCard } from './entry-card.tsx';
import { Preparing, usePreparing } from './preparing.tsx';
import classes from './sign-in.module.css';

type Step = 'choose' | 'create' | 'demo';

function Choice(props: { icon: ReactNode; title: string; text: string; onPick: () => void }) {
  return (
    <UnstyledButton className={classes['choice']} onClick={props.onPick}>
      <span className={classes['choiceIcon']}>{props.icon}</span>
      <span>
        <strong>{props.title}</strong>
        <small>{props.text}</small>
      </span>
      <IconChevronRight size={16} aria-hidden />
    </UnstyledButton>
  );
}

function reload(): void {
  void queryClient.invalidateQueries();
}

function CreateWorkspace({ onBack }: { readonly onBack: () => void }) {
  const { t } = useTranslation();
  return (
    <EntryCard title={t('signIn.create')} text={t('signIn.createText')} wide>
      <OperationForm
        operation="workspace.create"
        pairs={[
          ['realm', 'account'],
          ['firstName', 'lastName'],
          ['password', 'repeat'],
        ]}
        onDone={reload}
        onCancel={onBack}
      />
    </EntryCard>
  );
}

function PrepareDemo({ onBack }: { readonly onBack: () => void }) {
  const { t } = useTranslation();
  const step = usePreparing();
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    const prepare = async () => {
      const reply = await call('workspace.openDemo', {});
      if (reply.ok) reload();
      else setFailure(reply.error.message);
    };
    void prepare();
  }, []);
  if (failure === null) return <Preparing step={step} />;
  return (
    <EntryCard title={t('signIn.preparing')} text={t('shell.demoText')}>
      <ErrorState message={failure} onRetry={onBack} />
    </EntryCard>
  );
}

/** Nothing exists yet: create a workspace, or look around in the demo. */
export function FirstStart() {
  const { t } = useTranslation();
  const [step, setStep] = useState<Step>('choose');
  const back = () => setStep('choose');
  if (step === 'create') return <CreateWorkspace onBack={back} />;
  if (step === 'demo') return <PrepareDemo onBack={back} />;
  return (
    <EntryCard title={t('signIn.welcome')} text={t('signIn.welcomeText')}>
      <div className={classes['choicesList']}>
        <Choice
          icon={<IconBuilding size={20} stroke={1.75} />}
          title={t('signIn.create')}
          text={t('signIn.createText')}
          onPick={() => setStep('create')}
        />
        <Choice
          icon={<IconFlask size={20} stroke={1.75} />}
          title={t('signIn.demo')}
          text={t('signIn.demoText')}
          onPick={() => setStep('demo')}
        />
      </div>
    </EntryCard>
  );
}

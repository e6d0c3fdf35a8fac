import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/client.ts';
import { toastDoneOr } from '#renderer/components/toast.tsx';
import type { InputOf } from '#shared/operations/index.ts';
import classes from './prompts.module.css';

/** What making a prompt needs, and whom it tells. */
export interface MakerProps {
  readonly node: string;
  readonly onMade: (id: string) => void;
  readonly onCancel: () => void;
}

interface MakePromptProps extends MakerProps {
  readonly title: string;
  readonly from: InputOf<'prompts.record'>['from'];
  readonly suggestedName: string;
  /** Base64 of a WAV file that the person could hear; null: there is none yet. */
  readonly sound: (() => string) | null;
  readonly children: ReactNode;
}

/** The frame in which a prompt is made: what it is made of, its name, and the step that keeps it. */
export function MakePrompt(props: MakePromptProps) {
  const { t } = useTranslation();
  const { node, from, suggestedName, sound, onMade, onCancel } = props;
  const [entered, setEntered] = useState<string>();
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const name = (entered ?? suggestedName).trim();
  const save = async () => {
    if (sound === null || busy) return;
    setBusy(true);
    const reply = await call('prompts.record', { node, name, sound: sound(), from });
    setBusy(false);
    setFault(reply.ok ? undefined : reply.error.message);
    if (!reply.ok) return;
    onMade(reply.value.id);
    toastDoneOr(reply.value.warning, t('prompts.saved', { name }));
  };
  return (
    <fieldset className={classes['maker']}>
      <legend>{props.title}</legend>
      {props.children}
      <TextInput
        label={t('prompts.name')}
        value={entered ?? suggestedName}
        onChange={(event) => setEntered(event.currentTarget.value)}
        // Enter belongs to the broadcast's form, which is not done yet.
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          void save();
        }}
        error={fault}
        maxLength={120}
        autoComplete="off"
      />
      <div className={classes['steps']}>
        <Button
          size="compact-sm"
          loading={busy}
          disabled={sound === null || name === ''}
          onClick={() => void save()}
        >
          {t('prompts.use')}
        </Button>
        <Button variant="default" size="compact-sm" onClick={onCancel}>
          {t('form.cancel')}
        </Button>
      </div>
    </fieldset>
  );
}

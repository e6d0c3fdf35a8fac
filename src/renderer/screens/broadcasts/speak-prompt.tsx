import { Button, Select, Textarea } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, useAnswer } from '#renderer/client.ts';
import { Bones } from '#renderer/components/bones.tsx';
import { formatDuration } from '#renderer/components/format.ts';
import { ErrorState } from '#renderer/components/message-states.tsx';
import type { OutputOf } from '#shared/operations/index.ts';
import { SPOKEN_CHARACTERS } from '#shared/operations/prompts.ts';
import { MakePrompt, type MakerProps } from './make-prompt.tsx';
import classes from './prompts.module.css';
import { samplesOfWav } from './sound.ts';
import { usePlayer } from './use-player.ts';

type Voices = OutputOf<'prompts.voices'>;

/** The voice of the person's own language, as nearly as there is one. */
function usualVoice(voices: Voices['voices'], wanted: string): string | null {
  const [language = ''] = wanted.toLowerCase().split('-');
  const tags = [wanted.toLowerCase(), language, `${language}-gb`, `${language}-us`];
  const found = tags.map((tag) => voices.find((voice) => voice.language.toLowerCase() === tag));
  const near = voices.find((voice) => voice.language.toLowerCase().startsWith(`${language}-`));
  return (found.find((voice) => voice !== undefined) ?? near ?? voices[0])?.id ?? null;
}

interface Spoken {
  readonly voice: string;
  readonly text: string;
  readonly sound: string;
  readonly seconds: number;
  readonly warning: string | null;
}

/** Speaks a text and keeps what it sounded like, for as long as neither text nor voice is another one. */
function useSpeech(node: string, asked: { readonly voice: string | null; readonly text: string }) {
  const player = usePlayer();
  const [spoken, setSpoken] = useState<Spoken>();
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const { voice } = asked;
  const text = asked.text.trim();
  const current = spoken?.text === text && spoken.voice === voice ? spoken : undefined;
  const speak = async () => {
    if (voice === null || busy) return;
    if (current !== undefined) return player.play(samplesOfWav(current.sound));
    setBusy(true);
    const reply = await call('prompts.speak', { node, voice, text });
    setBusy(false);
    setFault(reply.ok ? undefined : reply.error.message);
    if (!reply.ok) return;
    setSpoken({ ...reply.value, voice, text });
    player.play(samplesOfWav(reply.value.sound));
  };
  return { current, fault, busy, speak, player };
}

function SpeakForm({ voices, ...props }: MakerProps & { readonly voices: Voices }) {
  const { t } = useTranslation();
  const [voice, setVoice] = useState(() => usualVoice(voices.voices, navigator.language));
  const [text, setText] = useState('');
  const { current, fault, busy, speak, player } = useSpeech(props.node, { voice, text });
  const at = formatDuration(current?.seconds ?? 0);
  const said = busy
    ? t('prompts.making')
    : current === undefined
      ? t('prompts.notSpoken')
      : (current.warning ?? t('prompts.spoken', { at }));
  return (
    <MakePrompt
      {...props}
      title={t('prompts.speakTitle')}
      from="speech"
      suggestedName={text.trim().replaceAll(/\s+/g, ' ').slice(0, 40)}
      sound={current === undefined ? null : () => current.sound}
    >
      <Select
        label={t('prompts.voice')}
        description={t('prompts.voiceHint', { synthesiser: voices.synthesiser ?? '' })}
        data={voices.voices.map(({ id, name, language }) => ({
          value: id,
          label: language === '' ? name : t('prompts.voiceOption', { name, language }),
        }))}
        value={voice}
        onChange={setVoice}
        searchable
        allowDeselect={false}
      />
      <Textarea
        label={t('prompts.text')}
        description={t('prompts.textHint', { count: text.length, most: SPOKEN_CHARACTERS })}
        rows={4}
        maxLength={SPOKEN_CHARACTERS}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={fault}
      />
      <div className={classes['steps']}>
        <Button
          variant={current === undefined ? 'filled' : 'default'}
          size="compact-sm"
          leftSection={player.playing ? <IconPlayerStop size={14} /> : <IconPlayerPlay size={14} />}
          loading={busy}
          disabled={text.trim() === '' || voice === null}
          onClick={() => (player.playing ? player.stop() : void speak())}
        >
          {t(player.playing ? 'prompts.stopListening' : 'prompts.make')}
        </Button>
      </div>
      <output className={classes['said']}>{said}</output>
    </MakePrompt>
  );
}

/** Has a text spoken by this machine, where it can; it is heard before it is used. */
export function SpeakPrompt(props: MakerProps) {
  const { t } = useTranslation();
  const { data, error, refetch } = useAnswer('prompts.voices', { node: props.node });
  if (error !== null) return <ErrorState message={error.message} onRetry={() => void refetch()} />;
  if (data === undefined) return <Bones />;
  if (data.synthesiser !== null) return <SpeakForm {...props} voices={data} />;
  return (
    <fieldset className={classes['maker']}>
      <legend>{t('prompts.speakTitle')}</legend>
      <output className={classes['said']}>
        <strong>{t('prompts.noVoices')}</strong> {data.advice}
      </output>
      <div className={classes['steps']}>
        <Button variant="default" size="compact-sm" onClick={() => void refetch()}>
          {t('prompts.lookAgain')}
        </Button>
        <Button variant="default" size="compact-sm" onClick={props.onCancel}>
          {t('form.cancel')}
        </Button>
      </div>
    </fieldset>
  );
}

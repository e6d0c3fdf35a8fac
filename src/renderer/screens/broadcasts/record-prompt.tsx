import { Button } from '@mantine/core';
import { IconMicrophone, IconPlayerStopFilled } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDuration, formatTime } from '#renderer/components/format.ts';
import { PROMPT_SECONDS } from '#shared/operations/prompts.ts';
import { MakePrompt, type MakerProps } from './make-prompt.tsx';
import { Listen } from './prompt-player.tsx';
import classes from './prompts.module.css';
import { PHONE_RATE, wavOfSamples } from './sound.ts';
import { usePlayer } from './use-player.ts';
import { type Recording, useRecorder } from './use-recorder.ts';

const MOST = formatDuration(PROMPT_SECONDS);

function useWords(recording: Recording): string {
  const { t } = useTranslation();
  switch (recording.phase) {
    case 'idle':
      return t('prompts.ready', { most: MOST });
    case 'recording':
      return t('prompts.recording', { at: formatDuration(Math.floor(recording.seconds)), most: MOST });
    case 'recorded': {
      const at = formatDuration(recording.samples.length / PHONE_RATE);
      const words = t('prompts.recorded', { at });
      return recording.full ? `${t('prompts.limit')} ${words}` : words;
    }
    case 'fault':
      return t(`prompts.faults.${recording.fault}`);
    default:
      return t(`prompts.${recording.phase}`);
  }
}

function Level({ level }: { readonly level: number }) {
  const { t } = useTranslation();
  return (
    <meter
      className={classes['level']}
      aria-label={t('prompts.level')}
      min={0}
      max={100}
      value={Math.round(level * 100)}
    />
  );
}

/** Records a prompt by the microphone; it is heard before it is used. */
export function RecordPrompt(props: MakerProps) {
  const { t } = useTranslation();
  const { recording, start, stop } = useRecorder();
  const player = usePlayer();
  const [date] = useState(() => formatTime(Date.now()));
  const words = useWords(recording);
  const { phase } = recording;
  const begin = () => {
    player.stop();
    void start();
  };
  return (
    <MakePrompt
      {...props}
      title={t('prompts.recordTitle')}
      from="microphone"
      suggestedName={t('prompts.recordingName', { date })}
      sound={phase === 'recorded' ? () => wavOfSamples(recording.samples) : null}
    >
      {phase === 'recording' ? (
        // Read out once, not ten times a second.
        <p className={classes['said']} role="timer">
          {words}
        </p>
      ) : (
        <output className={classes['said']} role={phase === 'fault' ? 'alert' : 'status'} data-phase={phase}>
          {words}
        </output>
      )}
      <Level level={phase === 'recording' ? recording.level : 0} />
      <div className={classes['steps']}>
        {phase === 'recording' ? (
          <Button size="compact-sm" leftSection={<IconPlayerStopFilled size={14} />} onClick={stop}>
            {t('prompts.stop')}
          </Button>
        ) : (
          <Button
            variant={phase === 'recorded' ? 'default' : 'filled'}
            size="compact-sm"
            leftSection={<IconMicrophone size={14} />}
            loading={phase === 'asking' || phase === 'reading'}
            onClick={begin}
          >
            {t(phase === 'recorded' ? 'prompts.again' : 'prompts.begin')}
          </Button>
        )}
        {phase === 'recorded' ? (
          <Listen
            playing={player.playing}
            onPlay={() => player.play(recording.samples)}
            onStop={player.stop}
          />
        ) : null}
      </div>
    </MakePrompt>
  );
}

import { Button } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/client.ts';
import { toastFailure } from '#renderer/components/toast.tsx';
import { samplesOfUlaw } from './sound.ts';
import { usePlayer } from './use-player.ts';

interface ListenProps {
  readonly playing: boolean;
  readonly onPlay: () => void;
  readonly onStop: () => void;
}

/** A button that plays a sound, and stops it. */
export function Listen({ playing, onPlay, onStop }: ListenProps) {
  const { t } = useTranslation();
  return (
    <Button
      variant="default"
      size="compact-sm"
      leftSection={playing ? <IconPlayerStop size={14} /> : <IconPlayerPlay size={14} />}
      onClick={playing ? onStop : onPlay}
    >
      {t(playing ? 'prompts.stopListening' : 'prompts.listen')}
    </Button>
  );
}

/** Plays a prompt as callees hear it. */
export function PromptPlayer({ id }: { readonly id: string }) {
  const { playing, play, stop } = usePlayer();
  const begin = async () => {
    const reply = await call('prompts.audio', { id });
    if (!reply.ok) return toastFailure(reply.error);
    play(samplesOfUlaw(reply.value.ulaw));
  };
  return <Listen playing={playing} onPlay={() => void begin()} onStop={stop} />;
}

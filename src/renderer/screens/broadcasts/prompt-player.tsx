import { Button } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/client.ts';
import { toastFailure } from '#renderer/components/toast.tsx';

const RATE = 8_000;
const BIAS = 0x84;

/** A G.711 mu-law byte as a sample between -1 and 1. */
function sampleOf(byte: number): number {
  const inverted = ~byte & 0xff;
  const magnitude = ((((inverted & 0x0f) << 3) + BIAS) << ((inverted >> 4) & 7)) - BIAS;
  return ((inverted & 0x80) === 0 ? magnitude : -magnitude) / 32_768;
}

/** Plays a prompt as callees hear it. */
export function PromptPlayer({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const [playing, setPlaying] = useState(false);
  const context = useRef<AudioContext | null>(null);
  const stop = () => {
    void context.current?.close();
    context.current = null;
    setPlaying(false);
  };
  useEffect(() => () => void context.current?.close(), []);
  const play = async () => {
    const reply = await call('prompts.audio', { id });
    if (!reply.ok) return toastFailure(reply.error);
    const samples = Float32Array.from(atob(reply.value.ulaw), (char) => sampleOf(char.charCodeAt(0)));
    const audio = new AudioContext();
    context.current = audio;
    const buffer = audio.createBuffer(1, samples.length, RATE);
    buffer.copyToChannel(samples, 0);
    const source = audio.createBufferSource();
    source.buffer = buffer;
    source.connect(audio.destination);
    source.addEventListener('ended', stop);
    source.start();
    setPlaying(true);
  };
  return (
    <Button
      variant="default"
      size="compact-sm"
      leftSection={playing ? <IconPlayerStop size={14} /> : <IconPlayerPlay size={14} />}
      onClick={() => (playing ? stop() : void play())}
    >
      {t(playing ? 'broadcasts.stopListening' : 'broadcasts.listen')}
    </Button>
  );
}

import { useCallback, useEffect, useRef, useState } from 'react';
import { PHONE_RATE } from './sound.ts';

/** Plays samples at PHONE_RATE, one sound at a time, and is quiet once its component is gone. */
export function usePlayer() {
  const [playing, setPlaying] = useState(false);
  const context = useRef<AudioContext | null>(null);
  const stop = useCallback(() => {
    void context.current?.close();
    context.current = null;
    setPlaying(false);
  }, []);
  useEffect(
    () => () => {
      void context.current?.close();
      context.current = null;
    },
    [],
  );
  const play = useCallback(
    (samples: Float32Array<ArrayBuffer>) => {
      stop();
      const audio = new AudioContext();
      context.current = audio;
      const buffer = audio.createBuffer(1, samples.length, PHONE_RATE);
      buffer.copyToChannel(samples, 0);
      const source = audio.createBufferSource();
      source.buffer = buffer;
      source.connect(audio.destination);
      // Of a sound that another one has taken the place of, nothing is to be stopped.
      source.addEventListener('ended', () => {
        if (context.current === audio) stop();
      });
      source.start();
      setPlaying(true);
    },
    [stop],
  );
  return { playing, play, stop };
}

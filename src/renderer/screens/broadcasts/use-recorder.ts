import { useCallback, useEffect, useRef, useState } from 'react';
import { PROMPT_SECONDS } from '#shared/operations/prompts.ts';
import { faultOf, isLongEnough, Recorder, type RecorderFault } from './recorder.ts';

/** Milliseconds between two looks at a running recording. */
const LOOK = 100;

export type Recording =
  | { readonly phase: 'idle' | 'asking' | 'reading' }
  | { readonly phase: 'recording'; readonly seconds: number; readonly level: number }
  | {
      readonly phase: 'recorded';
      readonly samples: Float32Array<ArrayBuffer>;
      /** Whether it was stopped because no prompt may be longer. */
      readonly full: boolean;
    }
  | { readonly phase: 'fault'; readonly fault: RecorderFault };

/** Follows a recorder until it ends, however that happens, and tells what came of it. */
async function follow(recorder: Recorder, tell: (recording: Recording) => void): Promise<void> {
  const begun = performance.now();
  let full = false;
  const timer = setInterval(() => {
    const seconds = (performance.now() - begun) / 1_000;
    full = seconds >= PROMPT_SECONDS;
    if (full) recorder.stop();
    else tell({ phase: 'recording', seconds, level: recorder.level() });
  }, LOOK);
  tell({ phase: 'recording', seconds: 0, level: 0 });
  await recorder.ended;
  clearInterval(timer);
  recorder.stop();
  tell({ phase: 'reading' });
  const samples = await recorder.samples();
  tell(isLongEnough(samples) ? { phase: 'recorded', samples, full } : { phase: 'fault', fault: 'short' });
}

/** One recording at a time; the microphone is off whenever its component is gone. */
export function useRecorder() {
  const [recording, setRecording] = useState<Recording>({ phase: 'idle' });
  const recorder = useRef<Recorder | null>(null);
  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
      recorder.current?.stop();
    };
  }, []);
  const tell = useCallback((news: Recording) => {
    if (!gone.current) setRecording(news);
  }, []);
  const start = useCallback(async () => {
    tell({ phase: 'asking' });
    try {
      const started = await Recorder.start();
      recorder.current = started;
      // The person closed the form while the system asked.
      if (gone.current) started.stop();
      await follow(started, tell);
    } catch (error) {
      tell({ phase: 'fault', fault: faultOf(error) });
    }
  }, [tell]);
  const stop = useCallback(() => recorder.current?.stop(), []);
  return { recording, start, stop };
}

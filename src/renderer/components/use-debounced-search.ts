import { type RefObject, useEffect, useRef, useState } from 'react';

const PAUSE = 120;

/** A search text that is typed at once and asked for after a short pause. */
export function useDebouncedSearch(asked: string | undefined, ask: (text: string | undefined) => void) {
  const [text, setText] = useState(asked ?? '');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const ref: RefObject<HTMLInputElement | null> = useRef(null);
  const sent = useRef(asked);
  useEffect(() => {
    if (asked === sent.current) return;
    sent.current = asked;
    setText(asked ?? '');
  }, [asked]);
  const change = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      sent.current = next.trim() === '' ? undefined : next.trim();
      ask(sent.current);
    }, PAUSE);
  };
  return { text, change, ref };
}

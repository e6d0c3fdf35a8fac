import { useCallback, useEffect, useRef, useState } from 'react';

const PAUSE = 120;

/** A search text that is typed at once and asked for after a short pause. */
export function useDebouncedSearch(asked: string | undefined, ask: (text: string | undefined) => void) {
  const [draft, setDraft] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => () => clearTimeout(timer.current), []);
  const change = (next: string) => {
    setDraft(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      ask(next.trim() === '' ? undefined : next.trim());
      setDraft((now) => (now === next && next.trim() === next ? null : now));
    }, PAUSE);
  };
  const attach = useCallback((element: HTMLInputElement | null) => {
    input.current = element;
  }, []);
  const focus = useCallback(() => input.current?.focus(), []);
  return { text: draft ?? asked ?? '', change, attach, focus };
}

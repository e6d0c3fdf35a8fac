import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { clampTop, type Geometry, isScaled, toContent, topShowing, toScroll } from './grid-scroll.ts';

export interface GridScroll {
  readonly scrollRef: RefObject<HTMLDivElement | null>;
  /** Content position of the first visible pixel. */
  readonly top: number;
  /** Height of the scrolling element. */
  readonly height: number;
  readonly geometry: Geometry;
  /** Scrolls as little as shows the row whole. */
  readonly reveal: (row: number) => void;
  readonly toStart: () => void;
}

/** Height of an element, followed. */
function useHeight(ref: RefObject<HTMLDivElement | null>): number {
  const [height, setHeight] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return height;
}

/** On a scaled list the browser's own wheel step would jump hundreds of rows; this moves by content pixels. */
function useWheel(
  ref: RefObject<HTMLDivElement | null>,
  scaled: boolean,
  by: (pixels: number) => void,
): void {
  useEffect(() => {
    const element = ref.current;
    if (element === null || !scaled) return;
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      by(event.deltaMode === 1 ? event.deltaY * 32 : event.deltaY);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [ref, scaled, by]);
}

/** Follows the scroll bar; `own` is the position that this code set itself and need not follow. */
function useScrollBar(
  ref: RefObject<HTMLDivElement | null>,
  own: RefObject<number>,
  moved: (scrollTop: number) => void,
): void {
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const onScroll = () => {
      if (Math.abs(element.scrollTop - own.current) < 0.5) return;
      own.current = element.scrollTop;
      // The rows of this position are in the frame that shows it.
      flushSync(() => moved(element.scrollTop));
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => element.removeEventListener('scroll', onScroll);
  }, [ref, own, moved]);
}

/** Scroll state of a windowed grid of any length; `headerHeight` is the part that rows do not use. */
export function useGridScroll(rows: number, rowHeight: number, headerHeight: number): GridScroll {
  const scrollRef = useRef<HTMLDivElement>(null);
  const own = useRef(0);
  const height = useHeight(scrollRef);
  const geometry: Geometry = { rows, rowHeight, viewport: Math.max(0, height - headerHeight) };
  const [stateTop, setTop] = useState(0);
  const top = clampTop(stateTop, geometry);
  const latest = useRef({ geometry, top });
  useLayoutEffect(() => {
    latest.current = { geometry, top };
  });

  const moveTo = useCallback(
    (wanted: number) => {
      const now = latest.current;
      const next = clampTop(wanted, now.geometry);
      latest.current = { ...now, top: next };
      setTop(next);
      if (scrollRef.current === null) return;
      scrollRef.current.scrollTop = toScroll(next, now.geometry);
      own.current = scrollRef.current.scrollTop;
    },
    [setTop],
  );
  const moveBy = useCallback(
    (pixels: number) => {
      const now = latest.current;
      moveTo(now.top + pixels);
    },
    [moveTo],
  );
  const follow = useCallback(
    (scrollTop: number) => {
      const now = latest.current;
      setTop(toContent(scrollTop, now.geometry));
    },
    [setTop],
  );
  useWheel(scrollRef, isScaled(geometry), moveBy);
  useScrollBar(scrollRef, own, follow);

  const reveal = useCallback(
    (row: number) => {
      const now = latest.current;
      moveTo(topShowing(row, now.top, now.geometry));
    },
    [moveTo],
  );
  const toStart = useCallback(() => moveTo(0), [moveTo]);
  return { scrollRef, top, height, geometry, reveal, toStart };
}

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { clampTop, type Geometry, isScaled, toContent, topShowing, toScroll } from './grid-scroll.ts';

interface GridScroll {
  readonly ref: RefObject<HTMLDivElement | null>;
  /** Content position of the first visible pixel. */
  readonly top: number;
  /** Height of the scrolling element. */
  readonly height: number;
  readonly geometry: Geometry;
  reveal(row: number): void;
  toStart(): void;
}

/** Height of an element, followed. */
function useHeight(ref: RefObject<HTMLDivElement | null>): number {
  const [height, setHeight] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = () => setHeight(element.clientHeight);
    measure();
    const observer = new ResizeObserver(measure);
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

/** Scroll state of a windowed grid of any length; `headerHeight` is the part that rows do not use. */
export function useGridScroll(rows: number, rowHeight: number, headerHeight: number): GridScroll {
  const ref = useRef<HTMLDivElement>(null);
  const height = useHeight(ref);
  const geometry: Geometry = { rows, rowHeight, viewport: Math.max(0, height - headerHeight) };
  const latest = useRef({ geometry, top: 0, own: 0 });
  latest.current.geometry = geometry;
  const [stateTop, setStateTop] = useState(0);
  const top = clampTop(stateTop, geometry);
  latest.current.top = top;

  const moveTo = useCallback((wanted: number) => {
    const now = latest.current;
    const next = clampTop(wanted, now.geometry);
    now.top = next;
    setStateTop(next);
    if (ref.current === null) return;
    ref.current.scrollTop = toScroll(next, now.geometry);
    now.own = ref.current.scrollTop;
  }, []);
  const moveBy = useCallback((pixels: number) => moveTo(latest.current.top + pixels), [moveTo]);
  useWheel(ref, isScaled(geometry), moveBy);

  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const onScroll = () => {
      const now = latest.current;
      if (Math.abs(element.scrollTop - now.own) < 0.5) return;
      now.own = element.scrollTop;
      // The rows of this position are in the frame that shows it.
      flushSync(() => setStateTop(toContent(element.scrollTop, now.geometry)));
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => element.removeEventListener('scroll', onScroll);
  }, []);

  const reveal = useCallback(
    (row: number) => moveTo(topShowing(row, latest.current.top, latest.current.geometry)),
    [moveTo],
  );
  const toStart = useCallback(() => moveTo(0), [moveTo]);
  return { ref, top, height, geometry, reveal, toStart };
}

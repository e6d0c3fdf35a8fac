/** A place on the desktop, in device independent pixels. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowState {
  /** Null: wherever the desktop puts new windows. */
  readonly position: { readonly x: number; readonly y: number } | null;
  readonly width: number;
  readonly height: number;
  readonly maximized: boolean;
}

export const SMALLEST = { width: 960, height: 640 } as const;
const USUAL: WindowState = { position: null, width: 1280, height: 800, maximized: false };
/** So much of the window must lie on a display for a person to get hold of it. */
const GRIP = 100;

function isBounds(value: unknown): value is Bounds {
  if (typeof value !== 'object' || value === null) return false;
  const { x, y, width, height } = value as Record<string, unknown>;
  return [x, y, width, height].every((number) => Number.isSafeInteger(number));
}

function canBeReached(bounds: Bounds, area: Bounds): boolean {
  const across = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const titleBar = bounds.y >= area.y && bounds.y <= area.y + area.height - GRIP;
  return titleBar && across >= GRIP;
}

function atMost(length: number, smallest: number, largest: number): number {
  return Math.min(Math.max(length, smallest), Math.max(largest, smallest));
}

/**
 * How to open the window: as the text of its file remembers it, as far as the displays there are now allow. A file
 * that is absent or makes no sense gives the usual window.
 */
export function restoreWindow(text: string | null, workAreas: readonly Bounds[]): WindowState {
  let saved: unknown;
  try {
    saved = JSON.parse(text ?? '');
  } catch {
    return USUAL;
  }
  if (!isBounds(saved)) return USUAL;
  const bounds = saved;
  const maximized = (saved as { maximized?: unknown }).maximized === true;
  const area = workAreas.find((one) => canBeReached(bounds, one));
  const room = area ?? workAreas[0] ?? { x: 0, y: 0, ...USUAL };
  return {
    position: area === undefined ? null : { x: bounds.x, y: bounds.y },
    width: atMost(bounds.width, SMALLEST.width, room.width),
    height: atMost(bounds.height, SMALLEST.height, room.height),
    maximized,
  };
}

/** The text of the file that remembers a window. */
export function rememberWindow({ x, y, width, height }: Bounds, maximized: boolean): string {
  return `${JSON.stringify({ x, y, width, height, maximized })}\n`;
}

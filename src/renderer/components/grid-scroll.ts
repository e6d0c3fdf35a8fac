/** The tallest element the grid makes, in pixels; Chromium clamps at 33,554,428. */
export const MAX_SPACER = 8_000_000;

/** What the scroll mathematics needs to know, in pixels and rows. */
export interface Geometry {
  readonly rows: number;
  readonly rowHeight: number;
  /** Height of the part that shows rows. */
  readonly viewport: number;
}

export function contentHeight(g: Geometry): number {
  return g.rows * g.rowHeight;
}

/** Height of the element that gives the scroll bar its length. */
export function spacerHeight(g: Geometry): number {
  return Math.min(contentHeight(g), MAX_SPACER);
}

/** Whether one pixel of the scroll bar stands for more than one pixel of content. */
export function isScaled(g: Geometry): boolean {
  return contentHeight(g) > MAX_SPACER;
}

export function clampTop(top: number, g: Geometry): number {
  return Math.max(0, Math.min(top, contentHeight(g) - g.viewport));
}

/** Content position for a position of the scroll bar. */
export function toContent(scrollTop: number, g: Geometry): number {
  if (!isScaled(g)) return clampTop(scrollTop, g);
  return clampTop((scrollTop / (spacerHeight(g) - g.viewport)) * (contentHeight(g) - g.viewport), g);
}

/** Position of the scroll bar for a content position. */
export function toScroll(top: number, g: Geometry): number {
  if (!isScaled(g)) return top;
  return (top / (contentHeight(g) - g.viewport)) * (spacerHeight(g) - g.viewport);
}

/** The first row that shows and how many row elements are needed, the same number at every position. */
export function windowOf(top: number, g: Geometry): { readonly first: number; readonly count: number } {
  const count = Math.min(g.rows, Math.ceil(g.viewport / g.rowHeight) + 1);
  return { first: Math.max(0, Math.min(Math.floor(top / g.rowHeight), g.rows - count)), count };
}

/** The nearest content position at which the row shows whole. */
export function topShowing(row: number, top: number, g: Geometry): number {
  const start = row * g.rowHeight;
  if (start < top) return clampTop(start, g);
  if (start + g.rowHeight > top + g.viewport) return clampTop(start + g.rowHeight - g.viewport, g);
  return top;
}

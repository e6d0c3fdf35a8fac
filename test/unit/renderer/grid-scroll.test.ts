import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clampTop,
  contentHeight,
  type Geometry,
  MAX_SPACER,
  spacerHeight,
  toContent,
  topShowing,
  toScroll,
  windowOf,
} from '#renderer/components/grid-scroll.ts';

const FIVE_MILLION: Geometry = { rows: 5_000_000, rowHeight: 40, viewport: 640 };

const geometries = fc.record({
  rows: fc.integer({ min: 0, max: 10_000_000 }),
  rowHeight: fc.constantFrom(32, 40),
  viewport: fc.integer({ min: 1, max: 2000 }),
});

describe('scrolling a grid', () => {
  it('never makes an element taller than Chromium can', () => {
    fc.assert(fc.property(geometries, (g) => spacerHeight(g) <= MAX_SPACER));
  });

  it('shows the last of five million rows at the end of the scroll bar', () => {
    const end = spacerHeight(FIVE_MILLION) - FIVE_MILLION.viewport;
    const { first, count } = windowOf(toContent(end, FIVE_MILLION), FIVE_MILLION);
    expect(first + count).toBe(5_000_000);
  });

  it('needs the same number of row elements at every position', () => {
    fc.assert(
      fc.property(geometries, fc.double({ min: 0, max: 1, noNaN: true }), (g, part) => {
        const { first, count } = windowOf(clampTop(contentHeight(g) * part, g), g);
        return count === windowOf(0, g).count && first >= 0 && first + count <= g.rows;
      }),
    );
  });

  it('covers the whole viewport with rows while there are enough of them', () => {
    fc.assert(
      fc.property(geometries, fc.double({ min: 0, max: 1, noNaN: true }), (g, part) => {
        const top = clampTop(contentHeight(g) * part, g);
        const { first, count } = windowOf(top, g);
        const covers = (first + count) * g.rowHeight >= Math.min(top + g.viewport, contentHeight(g));
        return first * g.rowHeight <= top && covers;
      }),
    );
  });

  it('gives every content position a scroll bar position and back', () => {
    fc.assert(
      fc.property(geometries, fc.double({ min: 0, max: 1, noNaN: true }), (g, part) => {
        const top = clampTop(contentHeight(g) * part, g);
        expect(toContent(toScroll(top, g), g)).toBeCloseTo(top, 3);
      }),
    );
  });

  it('moves just as far as shows a row whole', () => {
    expect(topShowing(0, 0, FIVE_MILLION)).toBe(0);
    expect(topShowing(16, 0, FIVE_MILLION)).toBe(40);
    expect(topShowing(3, 400, FIVE_MILLION)).toBe(120);
    expect(topShowing(4_999_999, 0, FIVE_MILLION)).toBe(5_000_000 * 40 - 640);
  });
});

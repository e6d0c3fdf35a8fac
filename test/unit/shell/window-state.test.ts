import { expect, test } from 'vitest';
import { rememberWindow, restoreWindow } from '#main/shell/window-state.ts';

const DISPLAY = { x: 0, y: 0, width: 1920, height: 1040 };
const SECOND = { x: 1920, y: 0, width: 1280, height: 1024 };
const USUAL = { position: null, width: 1280, height: 800, maximized: false };

function remembered(x: number, y: number, ...size: number[]) {
  const [width = 1200, height = 700] = size;
  return rememberWindow({ x, y, width, height }, false);
}

test('a window comes back where it was', () => {
  const text = rememberWindow({ x: 100, y: 50, width: 1200, height: 700 }, true);
  const expected = { position: { x: 100, y: 50 }, width: 1200, height: 700, maximized: true };
  expect(restoreWindow(text, [DISPLAY])).toEqual(expected);
});

test('also on a second display, and in its usual place when that is gone', () => {
  const text = remembered(2000, 100);
  expect(restoreWindow(text, [DISPLAY, SECOND]).position).toEqual({ x: 2000, y: 100 });
  expect(restoreWindow(text, [DISPLAY])).toEqual({
    position: null,
    width: 1200,
    height: 700,
    maximized: false,
  });
});

test('a title bar that nobody could get hold of is not restored', () => {
  for (const [x, y] of [
    [1900, 0],
    [-1150, 0],
    [0, -30],
    [0, 1000],
  ] as const)
    expect(restoreWindow(remembered(x, y), [DISPLAY]).position).toBeNull();
  expect(restoreWindow(remembered(-1000, 0), [DISPLAY]).position).toEqual({ x: -1000, y: 0 });
});

test('a window is never smaller than its content needs nor larger than its display', () => {
  expect(restoreWindow(remembered(0, 0, 10, 10), [DISPLAY])).toMatchObject({ width: 960, height: 640 });
  expect(restoreWindow(remembered(0, 0, 9000, 9000), [DISPLAY])).toMatchObject({ width: 1920, height: 1040 });
  const small = { x: 0, y: 0, width: 800, height: 600 };
  expect(restoreWindow(remembered(0, 0), [small])).toMatchObject({ width: 960, height: 640 });
});

test.each([
  null,
  '',
  '{',
  '[]',
  'null',
  '{"x":1}',
  '{"x":0,"y":0,"width":"1","height":2}',
  '{"x":0,"y":0,"width":1.5,"height":2}',
])('a file that says %s gives the usual window', (text) => {
  expect(restoreWindow(text, [DISPLAY])).toEqual(USUAL);
});

test('without any display the size is kept', () => {
  expect(restoreWindow(remembered(0, 0), [])).toMatchObject({ position: null, width: 1200, height: 700 });
});

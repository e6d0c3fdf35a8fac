import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { findChromium } from '../../scripts/chromium.mjs';
import type { BenchLine } from './bench-line.ts';

const SOURCE = fileURLToPath(new URL('grid', import.meta.url));
const BUILT = fileURLToPath(new URL('../../.cache/grid-bench', import.meta.url));
const HOST = 'http://grid.invalid';
const TOTAL = 5_000_000;
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

async function open(): Promise<{ page: Page; close: () => Promise<void> }> {
  await build({
    root: SOURCE,
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    build: { outDir: BUILT, emptyOutDir: true, target: 'esnext' },
  });
  const browser = await chromium.launch({
    executablePath: findChromium() ?? 'chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update'],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.route(`${HOST}/**`, (route) => {
    const path = new URL(route.request().url()).pathname;
    const file = join(BUILT, path === '/' ? 'index.html' : path);
    return route.fulfill({ body: readFileSync(file), contentType: TYPES[extname(file)] ?? 'text/plain' });
  });
  await page.goto(`${HOST}/`);
  await page.getByText('Person 1', { exact: true }).waitFor();
  return { page, close: () => browser.close() };
}

const rowCount = (page: Page): Promise<number> =>
  page.evaluate(() => document.querySelectorAll('[role="row"]').length);

/** The longest run of frames in which a visible row was not there yet, while `act` moves the grid each frame. */
function blankFrames(page: Page, by: 'wheel' | 'bar', frames: number): Promise<number> {
  return page.evaluate(
    async ([how, count]) => {
      const grid = document.querySelector('[role="grid"]') as HTMLElement;
      let blanks = 0;
      let longest = 0;
      for (let frame = 0; frame < count; frame++) {
        if (how === 'bar') grid.scrollTop += 300;
        else grid.dispatchEvent(new WheelEvent('wheel', { deltaY: 600, cancelable: true }));
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const rows = [...document.querySelectorAll('[role="row"][aria-rowindex]')].slice(1);
        const blank = rows.length === 0 || rows.some((row) => row.getAttribute('aria-busy') === 'true');
        blanks = blank ? blanks + 1 : 0;
        longest = Math.max(longest, blanks);
      }
      return longest;
    },
    [by, frames] as const,
  );
}

async function lastRow(page: Page): Promise<boolean> {
  await page.getByText(`Person ${TOTAL}`, { exact: true }).waitFor();
  return page.getByText(`Person ${TOTAL}`, { exact: true }).isVisible();
}

/** The grid over five million made-up rows, in a browser of its own. */
export async function run(): Promise<BenchLine[]> {
  const { page, close } = await open();
  try {
    const before = await rowCount(page);
    const wheel = await blankFrames(page, 'wheel', 240);
    const bar = await blankFrames(page, 'bar', 240);
    await page.evaluate(() => {
      const grid = document.querySelector('[role="grid"]') as HTMLElement;
      grid.scrollTop = grid.scrollHeight;
    });
    const byBar = await lastRow(page);
    const after = await rowCount(page);
    const grid = page.getByRole('grid');
    await grid.focus();
    await page.keyboard.press('Home');
    await page.getByText('Person 1', { exact: true }).waitFor();
    await page.keyboard.press('End');
    const byKey = await lastRow(page);
    return [
      {
        name: 'longest run of blank frames while scrolling',
        asked: 'at most 1',
        measured: `${wheel} by wheel (19 rows a frame), ${bar} by dragging the scroll bar (190 rows a frame)`,
        ok: wheel <= 1 && bar <= 1,
      },
      {
        name: 'row 5,000,000 by scroll bar and by keyboard',
        asked: 'both',
        measured: `scroll bar ${byBar ? 'yes' : 'no'}, keyboard ${byKey ? 'yes' : 'no'}`,
        ok: byBar && byKey,
      },
      {
        name: 'row elements at the top and at row 5,000,000',
        asked: 'the same few',
        measured: `${before} and ${after}`,
        ok: Math.abs(before - after) <= 1 && after < 60,
      },
    ];
  } finally {
    await close();
  }
}

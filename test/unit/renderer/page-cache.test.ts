import { describe, expect, it } from 'vitest';
import { PageCache, WINDOW } from '#renderer/components/page-cache.ts';
import type { Page } from '#shared/page.ts';

interface Row extends Record<string, unknown> {
  readonly n: number;
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

function listOf(total: number) {
  const asked: number[] = [];
  let add = 0;
  const cache = new PageCache<Row>({
    key: 'list',
    noun: 'rows',
    fetchPage: async (offset, limit): Promise<Page<Row>> => {
      asked.push(offset / WINDOW);
      const rows = Math.max(0, Math.min(limit, total - offset));
      const n = Array.from({ length: rows }, (_, index) => offset + index + add);
      return { total, offset, rows, columns: { n } };
    },
  });
  return { cache, asked, change: () => (add = 1000) };
}

describe('windows of a list', () => {
  it('are asked for when they show, then their neighbours', async () => {
    const { cache, asked } = listOf(2000);
    cache.show(450, 470);
    await settled();
    expect(asked).toEqual([2]);
    cache.show(450, 470);
    await settled();
    expect(asked).toEqual([2, 3, 4, 1, 0]);
    expect(cache.row(455)).toEqual({ n: 455 });
    expect(cache.row(1999)).toBeUndefined();
  });

  it('are asked for once while on their way', async () => {
    const { cache, asked } = listOf(2000);
    cache.show(0, 20);
    cache.show(5, 25);
    await settled();
    expect(asked).toEqual([0]);
  });

  it('of a search that was not at its end go on until it is, and count no less than was found', async () => {
    let looked = 0;
    const cache = new PageCache<Row>({
      key: 'search',
      noun: 'rows',
      fetchPage: (offset) => {
        looked += 1;
        const n = looked < 3 ? [] : [7];
        const more = looked < 3;
        return Promise.resolve({ total: n.length, offset, rows: n.length, more, columns: { n } });
      },
    });
    cache.show(0, 20);
    for (let turn = 0; turn < 6; turn += 1) await settled();
    expect(looked).toBe(3);
    expect([cache.total, cache.more, cache.row(0)]).toEqual([1, false, { n: 7 }]);
  });

  it('end where the list ends', async () => {
    const { cache, asked } = listOf(150);
    cache.show(0, 20);
    await settled();
    cache.show(0, 20);
    await settled();
    expect(asked).toEqual([0]);
    expect(cache.total).toBe(150);
  });

  it('keep the old rows until the new ones are here', async () => {
    const { cache, change } = listOf(400);
    cache.show(0, 20);
    await settled();
    change();
    cache.refresh();
    expect(cache.row(3)).toEqual({ n: 3 });
    await settled();
    expect(cache.row(3)).toEqual({ n: 1003 });
  });

  it('forget the least recently seen beyond forty', async () => {
    const { cache, asked } = listOf(100_000);
    for (let window = 0; window < 90; window += 2) {
      cache.show(window * WINDOW, window * WINDOW + 10);
      await settled();
    }
    expect(cache.row(0)).toBeUndefined();
    cache.show(0, 10);
    await settled();
    expect(asked.filter((window) => window === 0)).toHaveLength(2);
    expect(cache.row(0)).toEqual({ n: 0 });
  });

  it('tell what went wrong and ask again on refresh', async () => {
    let broken = true;
    const cache = new PageCache<Row>({
      key: 'list',
      noun: 'rows',
      fetchPage: async (offset) => {
        if (broken) throw new Error('The list could not be read.');
        return { total: 1, offset, rows: 1, columns: { n: [7] } };
      },
    });
    cache.show(0, 10);
    await settled();
    expect(cache.error?.message).toBe('The list could not be read.');
    broken = false;
    cache.refresh();
    await settled();
    expect(cache.error).toBeNull();
    expect(cache.row(0)).toEqual({ n: 7 });
  });
});

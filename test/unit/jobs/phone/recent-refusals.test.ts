import { describe, expect, it } from 'vitest';
import { RecentRefusals } from '#main/jobs/phone/recent-refusals.ts';

describe('RecentRefusals', () => {
  it('finds what was said of a text in its region, and nothing else', () => {
    const recent = new RecentRefusals<string>();
    recent.add('n/a', 'US', 'no number');
    expect(recent.find('n/a', 'US')).toBe('no number');
    expect(recent.find('n/a', 'DE')).toBeUndefined();
    expect(recent.find('n/', 'US')).toBeUndefined();
  });

  it('forgets rather than grow without end', () => {
    const recent = new RecentRefusals<number>();
    const texts = Array.from({ length: 5_000 }, (_, index) => `555-${index}`);
    for (const [index, text] of texts.entries()) recent.add(text, index % 2 ? 'US' : 'DE', index);
    const found = texts.filter((text, index) => recent.find(text, index % 2 ? 'US' : 'DE') === index);
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThanOrEqual(1_000);
    expect(found.at(-1)).toBe(texts.at(-1));
  });

  it('does not keep long texts', () => {
    const recent = new RecentRefusals<number>();
    recent.add('x'.repeat(10_000), 'US', 1);
    expect(recent.find('x'.repeat(10_000), 'US')).toBeUndefined();
  });
});

import { describe, expect, test } from 'vitest';
import { weightPlot } from './weight-plot.ts';
import { INNOCENT_EXPLANATIONS, weightWord } from './weight-words.ts';

const detail = (contributions: readonly number[]) => ({
  actor: 'e-0001',
  share: 0.7,
  records: contributions.map((contribution, recordNo) => ({ recordNo, seen: contribution > 0, contribution })),
  days: [],
  likely: null,
});

describe('the picture of the weight of evidence', () => {
  test('has a bar for every record, those for it above the line and those against below', () => {
    const html = String(weightPlot(detail([Math.LN10, -Math.LN10, 2 * Math.LN10])));
    const wide = html.slice(0, html.indexOf('</svg>'));
    expect(wide.match(/<rect class="unexplained"/g)).toHaveLength(2);
    expect(wide.match(/<rect class="explained"/g)).toHaveLength(1);
    expect(html).toContain('2 speak for it, 1 against');
    expect(html).toContain('2.0');
  });

  test('of a long list stays readable, and its sum is the whole', () => {
    const html = String(weightPlot(detail(Array.from({ length: 1_000 }, () => 0.1 * Math.LN10))));
    expect((html.slice(0, html.indexOf('</svg>')).match(/<rect/g) ?? []).length).toBeLessThanOrEqual(150);
    expect(html).toContain('100.0');
  });

  test('a hostile account name stays text', () => {
    expect(String(weightPlot({ ...detail([1]), actor: '<script>' }))).not.toContain('<script>');
  });
});

test.each([
  [1, 'no'],
  [5, 'weak'],
  [1e3, 'strong'],
  [1e9, 'extremely strong'],
])('%d times is %s evidence', (times, word) => {
  expect(weightWord(times)).toBe(word);
});

test('innocent explanations are a list to check, none of them twice', () => {
  expect(new Set(INNOCENT_EXPLANATIONS).size).toBe(INNOCENT_EXPLANATIONS.length);
});

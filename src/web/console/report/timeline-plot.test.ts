import { describe, expect, test } from 'vitest';
import { inventedTimeline } from '../../../testing/case/invented-report.ts';
import type { TimelineDay } from '../../../workflow/suspect-timeline.ts';
import { timelinePlot } from './timeline-plot.ts';
import { timelineWords } from './timeline-words.ts';

const peers = { median: 10, low: 5, high: 15, actors: 3 };
const day = (date: number, subjects: number, unexplained: number, of: TimelineDay['peers'] = peers): TimelineDay => ({
  day: `2026-03-${String(date).padStart(2, '0')}`,
  subjects,
  unexplained,
  peers: of,
});
const draw = (days: readonly TimelineDay[], window: { from: string; to: string } | null = null): string =>
  String(timelinePlot({ ...inventedTimeline, days }, window));
const matches = (html: string, what: RegExp): number => (html.match(what) ?? []).length;

describe('the plot', () => {
  test('is drawn once for a wide page and once for a phone, and says what it shows', () => {
    const html = draw([day(2, 8, 1)]);
    expect(matches(html, /<svg class="(wide|narrow)"[^>]*role="img" aria-labelledby="plot-e-0412"/g)).toBe(2);
    expect(matches(html, /id="plot-e-0412"/g)).toBe(1);
  });

  test('has bars as high as their counts', () => {
    const html = draw([day(2, 8, 2), day(3, 4, 0)]);
    const heights = [...html.matchAll(/<rect class="(explained|unexplained)"[^>]*height="([\d.]+)"/g)]
      .slice(0, 3)
      .map(([, kind, height]) => [kind, Number(height)] as const);
    const unit = (heights[0]?.[1] ?? 0) / 6;
    expect(heights.map(([kind]) => kind)).toEqual(['explained', 'unexplained', 'explained']);
    expect(heights[1]?.[1]).toBeCloseTo(2 * unit, 0);
    expect(heights[2]?.[1]).toBeCloseTo(4 * unit, 0);
  });

  test('draws nothing of peers on days on which none was at work', () => {
    const apart = draw([day(2, 1, 0), day(3, 1, 0, null), day(4, 1, 0)]);
    const together = draw([day(2, 1, 0), day(3, 1, 0), day(4, 1, 0)]);
    expect([matches(apart, /class="band"/g), matches(together, /class="band"/g)]).toEqual([4, 2]);
  });

  test('draws the peers of a single day as wide as that day', () => {
    const path = /class="median" d="M([\d.]+),[\d.]+L([\d.]+),/.exec(draw([day(2, 1, 0, null), day(3, 1, 0)]));
    expect(Number(path?.[2])).toBeGreaterThan(Number(path?.[1]) + 100);
  });

  test('shades the days of the estimated time, the last not included', () => {
    const days = [day(2, 1, 0), day(3, 1, 0), day(4, 1, 0), day(5, 1, 0)];
    const shade = (to: string): number =>
      Number(/class="window"[^>]*? width="([\d.]+)"/.exec(draw(days, { from: '2026-03-03T00:00:00Z', to }))?.[1]);
    expect(shade('2026-03-05T00:00:00Z')).toBeCloseTo(2 * shade('2026-03-04T00:00:00Z'), 0);
    expect(shade('2026-03-04T12:00:00Z')).toBe(shade('2026-03-05T00:00:00Z'));
  });

  test('shades nothing without an estimate', () => {
    expect(draw([day(2, 1, 0)])).not.toContain('class="window"');
  });
});

describe('its words', () => {
  const window = { from: '2026-03-04T00:00:00Z', to: '2026-03-06T00:00:00Z' };

  test('compare the account’s usual days with each other and with its peers’', () => {
    const days = [day(2, 20, 2), day(3, 0, 0), day(4, 70, 50), day(5, 60, 41), day(6, 22, 4)];
    expect(timelineWords({ days }, window)).toMatch(
      /^In the estimated time it opened 65 people’s records, about 46 of them without a tie on a usual day, on its other days 21 people’s records, 3 of them without a tie\. A peer opened 10\. /,
    );
  });

  test('say when there was nobody to compare with', () => {
    expect(timelineWords({ days: [day(2, 20, 2, null)] }, null)).toMatch(
      /^On a usual day it opened 20 people’s records, 2 of them without a tie\. Too few others were at work to compare with\./,
    );
  });

  test('never say why', () => {
    expect(timelineWords({ days: [day(4, 900, 900)] }, window)).toContain('what was opened, not why');
  });
});

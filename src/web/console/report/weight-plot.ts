import { scaleLinear } from 'd3-scale';
import type { TraceDetail } from '../../../model/trace.ts';
import { type Markup, markup } from '../markup.ts';
import { count } from './wording.ts';

const SHAPES = [
  { name: 'wide', width: 900, height: 180, left: 52 },
  { name: 'narrow', width: 380, height: 160, left: 44 },
] as const;
const TOP = 22;
const BOTTOM = 8;
/** More bars than these cannot be told apart; then one stands for the mean of several records. */
const BARS_MAX = 150;
const NATS_PER_TEN = Math.LN10;

/**
 * What every listed record adds to the evidence against the account (above the line) or takes from it (below), the strongest first, in
 * powers of ten. No customer is in it: records have numbers of their own in the list.
 */
export function weightPlot({ actor, records }: TraceDetail): Markup {
  const title = `weight-${actor.replaceAll(/[^\w-]/g, '-')}`;
  const sorted = records.map(({ contribution }) => contribution / NATS_PER_TEN).sort((a, b) => b - a);
  const for_ = sorted.filter((weight) => weight > 0).length;
  const sum = sorted.reduce((total, weight) => total + weight, 0);
  return markup`<figure class="plot">
<figcaption id="${title}">What each of ${count(records.length)} records of customers says of <strong>${actor}</strong>: ${count(for_)} speak for it, ${count(records.length - for_)} against</figcaption>
${SHAPES.map((shape) => drawing(barsOf(sorted), shape, title))}
<p>A bar of 1 makes the evidence ten times as strong, one of −1 ten times as weak. All together, in the account’s most telling time: ${sum.toFixed(1)}. A record that nearly everybody opened says little; one that few opened says much.</p>
</figure>`;
}

function barsOf(sorted: readonly number[]): readonly number[] {
  const per = Math.ceil(sorted.length / BARS_MAX);
  return Array.from({ length: Math.ceil(sorted.length / Math.max(1, per)) }, (_, i) => {
    const part = sorted.slice(i * per, (i + 1) * per);
    return part.reduce((sum, weight) => sum + weight, 0) / part.length;
  });
}

function drawing(bars: readonly number[], shape: (typeof SHAPES)[number], title: string): Markup {
  const { width, height, left } = shape;
  const y = scaleLinear()
    .domain([Math.min(-0.5, ...bars), Math.max(0.5, ...bars)])
    .nice(4)
    .range([height - BOTTOM, TOP]);
  const step = (width - left - 4) / Math.max(1, bars.length);
  return markup`<svg class="${shape.name}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${title}">
<text class="tick" x="0" y="12">powers of ten</text>
${y.ticks(4).map((tick) => markup`<line class="grid" x1="${left}" x2="${width - 4}" y1="${y(tick)}" y2="${y(tick)}"/><text class="tick" x="${left - 8}" y="${y(tick) + 4}" text-anchor="end">${String(tick).replace('-', '−')}</text>`)}
${bars.map((bar, n) => markup`<rect class="${bar > 0 ? 'unexplained' : 'explained'}" x="${(left + n * step).toFixed(1)}" width="${Math.max(0.8, step * 0.75).toFixed(1)}" y="${Math.min(y(0), y(bar)).toFixed(1)}" height="${Math.abs(y(bar) - y(0)).toFixed(1)}"/>`)}
</svg>`;
}

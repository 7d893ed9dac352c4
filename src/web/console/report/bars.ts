import { type Markup, markup } from '../markup.ts';
import { count } from './wording.ts';

/** One line of a bar table; `value` is at least 0. */
export interface Bar {
  readonly label: string;
  readonly value: number;
}

/** A table of counts with a bar beside each, in the order given; bars share one scale from 0. */
export function barTable(caption: string, head: string, bars: readonly Bar[]): Markup {
  const most = Math.max(1, ...bars.map((bar) => bar.value));
  return markup`<table class="bars">
<caption>${caption}</caption>
<thead><tr><th scope="col">${head}</th><th scope="col" class="number">People</th><th aria-hidden="true"></th></tr></thead>
<tbody>${bars.map(
    (bar) => markup`
<tr><th scope="row">${bar.label}</th><td class="number">${count(bar.value)}</td><td aria-hidden="true"><svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none"><rect width="${((bar.value / most) * 100).toFixed(1)}" height="10"/></svg></td></tr>`,
  )}
</tbody></table>`;
}

/** Largest first; what is not known comes last, however large. */
export const byCount = (counts: Readonly<Record<string, number>>, label: (key: string) => string): readonly Bar[] =>
  Object.entries(counts)
    .filter(([, value]) => value > 0)
    .sort(([a, x], [b, y]) => Number(a === 'unknown') - Number(b === 'unknown') || y - x || (a < b ? -1 : 1))
    .map(([key, value]) => ({ label: label(key), value }));

import { scaleBand, scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { Timeline, TimelineDay } from '../../../workflow/suspect-timeline.ts';
import { type Markup, markup } from '../markup.ts';
import { count, day } from './wording.ts';

const SIZE = { width: 900, height: 300, left: 44, right: 12, top: 26, bottom: 30 } as const;

type PeerDay = TimelineDay & { readonly peers: NonNullable<TimelineDay['peers']> };

/**
 * One account's days as bars (explained below, unexplained above) over the peers' median and middle 90 %; `window` is the estimated time
 * of extraction, half-open. The numbers stand in a table below, for those who cannot see the plot or want to check it.
 */
export function timelinePlot(
  timeline: Timeline,
  window: { readonly from: string; readonly to: string } | null,
): Markup {
  const { days } = timeline;
  const top = Math.max(5, ...days.map((one) => Math.max(one.subjects, one.peers?.high ?? 0)));
  const x = scaleBand<number>()
    .domain(days.map((_, n) => n))
    .range([SIZE.left, SIZE.width - SIZE.right])
    .paddingInner(0.25);
  const y = scaleLinear()
    .domain([0, top])
    .nice(4)
    .range([SIZE.height - SIZE.bottom, SIZE.top]);
  const middle = (n: number): number => (x(n) ?? 0) + x.bandwidth() / 2;
  const runs = peerRuns(days);
  const band = area<readonly [number, PeerDay]>()
    .x(([n]) => middle(n))
    .y0(([, one]) => y(one.peers.low))
    .y1(([, one]) => y(one.peers.high));
  const median = line<readonly [number, PeerDay]>()
    .x(([n]) => middle(n))
    .y(([, one]) => y(one.peers.median));
  const title = `plot-${timeline.actor.replaceAll(/[^\w-]/g, '-')}`;
  return markup`<figure class="plot">
<figcaption id="${title}">People whose records <strong>${timeline.actor}</strong> opened on each day, beside ${peersOf(timeline)}</figcaption>
<ul class="legend"><li class="k-unexplained">no tie explains it</li><li class="k-explained">a ticket, order or other tie explains it</li><li class="k-median">peers, median</li><li class="k-band">peers, middle 90 %</li>${window === null ? null : markup`<li class="k-window">estimated time of extraction</li>`}</ul>
<div class="scroll" tabindex="0" role="group" aria-labelledby="${title}">
<svg viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-labelledby="${title}">
${window === null ? null : windowShade(days, window, x)}
${y.ticks(4).map((tick) => markup`<g><line class="grid" x1="${SIZE.left}" x2="${SIZE.width - SIZE.right}" y1="${y(tick)}" y2="${y(tick)}"/><text class="tick" x="${SIZE.left - 8}" y="${y(tick) + 4}" text-anchor="end">${count(tick)}</text></g>`)}
${runs.map((run) => markup`<path class="band" d="${band(run) ?? ''}"/>`)}
${days.map((one, n) => bars(one, x(n) ?? 0, x.bandwidth(), y))}
${runs.map((run) => markup`<path class="median" d="${median(run) ?? ''}"/>`)}
${dateTicks(days).map((n) => markup`<text class="tick" x="${middle(n)}" y="${SIZE.height - 10}" text-anchor="middle">${shortDay(days[n]?.day ?? '')}</text>`)}
</svg></div>
${numbers(timeline)}
</figure>`;
}

const peersOf = ({ against, peers }: Timeline): string =>
  `the ${count(peers)} ${peers === 1 ? 'other' : 'others'} ${against === 'team' ? 'of the same team' : 'in the log'} who worked on that day`;

/** Stretches of days on which some peer worked: the band is not drawn across the others. */
function peerRuns(days: readonly TimelineDay[]): readonly (readonly [number, PeerDay])[][] {
  const runs: (readonly [number, PeerDay])[][] = [];
  let open: (readonly [number, PeerDay])[] | null = null;
  days.forEach((one, n) => {
    if (one.peers === null) {
      open = null;
      return;
    }
    if (open === null) {
      open = [];
      runs.push(open);
    }
    open.push([n, { ...one, peers: one.peers }]);
  });
  return runs;
}

function bars(one: TimelineDay, x: number, width: number, y: (value: number) => number): Markup | null {
  if (one.subjects === 0) return null;
  const explained = one.subjects - one.unexplained;
  const bar = (kind: string, from: number, to: number): Markup =>
    markup`<rect class="${kind}" x="${x.toFixed(1)}" y="${y(to).toFixed(1)}" width="${width.toFixed(1)}" height="${(y(from) - y(to)).toFixed(1)}"/>`;
  return markup`<g><title>${day(one.day)}: ${count(one.subjects)} people, ${count(one.unexplained)} unexplained</title>${explained > 0 ? bar('explained', 0, explained) : null}${one.unexplained > 0 ? bar('unexplained', explained, one.subjects) : null}</g>`;
}

function windowShade(
  days: readonly TimelineDay[],
  window: { readonly from: string; readonly to: string },
  x: { (n: number): number | undefined; step(): number },
): Markup | null {
  const inside = days.flatMap((one, n) =>
    one.day >= window.from.slice(0, 10) && one.day < window.to.slice(0, 10) ? [n] : [],
  );
  const [first, last] = [inside[0], inside.at(-1)];
  if (first === undefined || last === undefined) return null;
  const left = (x(first) ?? 0) - x.step() * 0.1;
  const width = (x(last) ?? 0) - (x(first) ?? 0) + x.step();
  return markup`<rect class="window" x="${left.toFixed(1)}" y="${SIZE.top - 8}" width="${width.toFixed(1)}" height="${SIZE.height - SIZE.bottom - SIZE.top + 8}"/>`;
}

/** The first of each month and the fifteenth; every Monday where the plot holds under five weeks. */
function dateTicks(days: readonly TimelineDay[]): readonly number[] {
  const weekly = days.length < 35;
  return days.flatMap((one, n) => {
    const of = one.day.slice(8);
    const hit = weekly ? new Date(`${one.day}T00:00:00Z`).getUTCDay() === 1 : of === '01' || of === '15';
    return hit ? [n] : [];
  });
}

const shortDays = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const shortDay = (text: string): string => shortDays.format(Date.parse(`${text}T00:00:00Z`));

const numbers = ({ days, actor }: Timeline): Markup => markup`<details><summary>The numbers behind the plot</summary>
<div class="scroll" tabindex="0" role="group" aria-label="Numbers of ${actor}"><table>
<thead><tr><th scope="col">Day</th><th scope="col" class="number">Opened</th><th scope="col" class="number">Unexplained</th><th scope="col" class="number">Peers, median</th><th scope="col" class="number">Peers, middle 90 %</th><th scope="col" class="number">Peers at work</th></tr></thead>
<tbody>${days
  .filter((one) => one.subjects > 0 || one.peers !== null)
  .map(
    (one) => markup`
<tr><th scope="row">${day(one.day)}</th><td class="number">${count(one.subjects)}</td><td class="number">${count(one.unexplained)}</td><td class="number">${one.peers === null ? '–' : count(one.peers.median)}</td><td class="number">${one.peers === null ? '–' : `${count(one.peers.low)} to ${count(one.peers.high)}`}</td><td class="number">${one.peers === null ? '0' : count(one.peers.actors)}</td></tr>`,
  )}
</tbody></table></div></details>`;

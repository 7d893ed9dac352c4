import { scaleBand, scaleLinear } from 'd3-scale';
import { area, curveStepAfter, line } from 'd3-shape';
import type { Timeline, TimelineDay } from '../../../workflow/suspect-timeline.ts';
import { type Markup, markup } from '../markup.ts';
import { timelineWords, within } from './timeline-words.ts';
import { count, day } from './wording.ts';

type Window = { readonly from: string; readonly to: string };

/** Drawn twice, and one of them shown: a phone gets a plot of its own, not a wide one to push sideways. */
const SHAPES = [
  { name: 'wide', width: 900, height: 330, left: 40, right: 4, top: 52, bottom: 28 },
  { name: 'narrow', width: 380, height: 270, left: 28, right: 2, top: 52, bottom: 26 },
] as const;
type Shape = (typeof SHAPES)[number];

/**
 * One account's days as bars (explained below, unexplained above) over the peers' median and middle 90 %; `window` is the estimated time
 * of extraction, half-open. The numbers stand in a table below, for those who cannot see the plot or want to check it.
 */
export function timelinePlot(timeline: Timeline, window: Window | null): Markup {
  const title = `plot-${timeline.actor.replaceAll(/[^\w-]/g, '-')}`;
  return markup`<figure class="plot">
<figcaption id="${title}">People whose records <strong>${timeline.actor}</strong> opened on each day, beside ${peersOf(timeline)}</figcaption>
<ul class="legend"><li class="k-unexplained">no tie explains it</li><li class="k-explained">a ticket, order or other tie explains it</li><li class="k-median">peers, median</li><li class="k-band">peers, middle 90 %</li></ul>
${SHAPES.map((shape) => drawing(timeline, window, shape, title))}
<p>${timelineWords(timeline, window)}</p>
${numbers(timeline)}
</figure>`;
}

function drawing({ days }: Timeline, window: Window | null, shape: Shape, title: string): Markup {
  const { width, height, left, right, top, bottom } = shape;
  const most = Math.max(5, ...days.map((one) => Math.max(one.subjects, one.peers?.high ?? 0)));
  const x = scaleBand<number>()
    .domain(days.map((_, n) => n))
    .range([left, width - right])
    .paddingInner(0.3)
    .paddingOuter(0.15);
  const y = scaleLinear()
    .domain([0, most])
    .nice(4)
    .range([height - bottom, top]);
  const edge = (n: number): number => left + (n * (width - left - right)) / Math.max(1, days.length);
  const runs = peerRuns(days);
  const band = area<PeerEdge>()
    .x((at) => edge(at.n))
    .y0((at) => y(at.low))
    .y1((at) => y(at.high))
    .curve(curveStepAfter);
  const median = line<PeerEdge>()
    .x((at) => edge(at.n))
    .y((at) => y(at.median))
    .curve(curveStepAfter);
  return markup`<svg class="${shape.name}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${title}">
${window === null ? null : windowShade(days, window, shape, edge)}
<text class="tick" x="0" y="14">people a day</text>
${y.ticks(4).map((tick) => markup`<line class="grid" x1="${left}" x2="${width - right}" y1="${y(tick)}" y2="${y(tick)}"/><text class="tick" x="${left - 8}" y="${y(tick) + 4}" text-anchor="end">${count(tick)}</text>`)}
${runs.map((run) => markup`<path class="band" d="${band(run) ?? ''}"/>`)}
${days.map((one, n) => bars(one, x(n) ?? 0, x.bandwidth(), y))}
${runs.map((run) => markup`<path class="halo" d="${median(run) ?? ''}"/><path class="median" d="${median(run) ?? ''}"/>`)}
${dateTicks(days, shape).map((n) => markup`<text class="tick" x="${(edge(n) + edge(n + 1)) / 2}" y="${height - 8}" text-anchor="middle">${shortDay(days[n]?.day ?? '')}</text>`)}
</svg>`;
}

const peersOf = ({ against, peers }: Timeline): string =>
  `the ${count(peers)} ${peers === 1 ? 'other' : 'others'} ${against === 'team' ? 'of the same team' : 'in the log'} who worked on that day`;

/** The peers' values from the beginning of day `n` on. */
type PeerEdge = { readonly n: number; readonly median: number; readonly low: number; readonly high: number };

/** Stretches of days on which some peer worked, each closed by its last day's end; nothing is drawn across the others. */
function peerRuns(days: readonly TimelineDay[]): readonly (readonly PeerEdge[])[] {
  const runs: PeerEdge[][] = [];
  let open: PeerEdge[] | null = null;
  days.forEach(({ peers }, n) => {
    if (peers === null) {
      open = null;
      return;
    }
    const { median, low, high } = peers;
    if (open === null) {
      open = [];
      runs.push(open);
    } else open.pop();
    open.push({ n, median, low, high }, { n: n + 1, median, low, high });
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

/** The shade, and above it what it is: nearer than a legend. */
function windowShade(
  days: readonly TimelineDay[],
  window: Window,
  { width, height, right, top, bottom }: Shape,
  edge: (n: number) => number,
): Markup | null {
  const inside = days.flatMap((one, n) => (within(one, window) ? [n] : []));
  const [first, last] = [inside[0], inside.at(-1)];
  if (first === undefined || last === undefined) return null;
  const [from, to] = [edge(first), edge(last + 1)];
  const onRight = from > width / 2;
  const label = markup`<text class="mark" x="${(onRight ? Math.max(to, from + 150) : from).toFixed(1)}" y="${top - 18}" text-anchor="${onRight ? 'end' : 'start'}">estimated time of extraction</text>`;
  return markup`<rect class="window" x="${from.toFixed(1)}" y="${top - 10}" width="${Math.min(to - from, width - right - from).toFixed(1)}" height="${height - bottom - top + 10}"/>${label}`;
}

/** Every Monday where the plot holds under five weeks; else the first of each month, and the fifteenth where there is room. */
function dateTicks(days: readonly TimelineDay[], shape: Shape): readonly number[] {
  const weekly = days.length < 35;
  return days.flatMap((one, n) => {
    const of = one.day.slice(8);
    const hit = weekly
      ? new Date(`${one.day}T00:00:00Z`).getUTCDay() === 1
      : of === '01' || (of === '15' && (shape.name === 'wide' || days.length < 100));
    // A label at the very edge would be cut off.
    return hit && n > 0 && n < days.length - 2 ? [n] : [];
  });
}

const shortDays = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const shortDay = (text: string): string => shortDays.format(Date.parse(`${text}T00:00:00Z`));

const numbers = ({
  days,
  actor,
}: Timeline): Markup => markup`<details class="numbers"><summary>The numbers behind the plot</summary>
<div class="scroll" tabindex="0" role="group" aria-label="Numbers of ${actor}"><table>
<thead><tr><th scope="col">Day</th><th scope="col" class="number">Opened</th><th scope="col" class="number">Unexplained</th><th scope="col" class="number">Peers, median</th><th scope="col" class="number">Peers, middle 90 %</th><th scope="col" class="number">Peers at work</th></tr></thead>
<tbody>${days
  .filter((one) => one.subjects > 0 || one.peers !== null)
  .map(
    (one) => markup`
<tr><th scope="row">${day(one.day)}</th><td class="number">${count(one.subjects)}</td><td class="number">${count(one.unexplained)}</td><td class="number">${one.peers === null ? '–' : count(one.peers.median)}</td><td class="number">${one.peers === null ? '–' : `${count(one.peers.low)} to ${count(one.peers.high)}`}</td><td class="number">${one.peers === null ? 'under 3' : count(one.peers.actors)}</td></tr>`,
  )}
</tbody></table></div></details>`;

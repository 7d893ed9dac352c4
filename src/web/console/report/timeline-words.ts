import type { Timeline, TimelineDay } from '../../../workflow/suspect-timeline.ts';
import { count } from './wording.ts';

/** What the plot shows, in words: the account's usual day in and outside of the estimated time, and its peers'. Nothing about why. */
export function timelineWords(
  { days }: Pick<Timeline, 'days'>,
  window: { readonly from: string; readonly to: string } | null,
): string {
  const active = days.filter((one) => one.subjects > 0);
  const inside = window === null ? [] : active.filter((one) => within(one, window));
  const others = window === null ? active : active.filter((one) => !within(one, window));
  const peers = middle(days.flatMap(({ peers: one }) => (one === null ? [] : [one.median])));
  const sentences = [
    inside.length === 0
      ? null
      : `In the estimated time it opened ${usual(inside)} on a usual day, on its other days ${others.length === 0 ? 'nothing' : usual(others)}.`,
    inside.length > 0 || others.length === 0 ? null : `On a usual day it opened ${usual(others)}.`,
    peers === null ? 'Too few others were at work to compare with.' : `A peer opened ${about(peers)}.`,
    'A tie is a recorded reason, such as a ticket or an order. Work that nobody records, a campaign or cover for a colleague has none either: the plot shows what was opened, not why.',
  ];
  return sentences.filter((sentence) => sentence !== null).join(' ');
}

function usual(days: readonly TimelineDay[]): string {
  const opened = middle(days.map((one) => one.subjects)) ?? 0;
  const unexplained = middle(days.map((one) => one.unexplained)) ?? 0;
  return `${about(opened)} people’s records, ${about(unexplained)} of them without a tie`;
}

const DAY_MS = 86_400_000;

/** Whether any of the UTC day lies in the half-open period. */
export function within(
  { day }: Pick<TimelineDay, 'day'>,
  period: { readonly from: string; readonly to: string },
): boolean {
  const start = Date.parse(`${day}T00:00:00Z`);
  return start < Date.parse(period.to) && start + DAY_MS > Date.parse(period.from);
}

/** A median may lie between two counts; of people there are whole ones. */
const about = (value: number): string => (Number.isInteger(value) ? count(value) : `about ${count(Math.round(value))}`);

/** The median; null of nothing. */
function middle(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

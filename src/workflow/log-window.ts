import type { Instant, Period } from '../core/instant.ts';

/** A period as the statements take it that read times on its first and its last day alone: `event_day` tells the rest. */
export const logWindow = ({ from, to }: Period) => ({ from, to, first_day: eventDay(from), last_day: eventDay(to) });

/** The UTC day of an instant as `access.event_day` has it: 20260301. */
const eventDay = (instant: Instant): number => Number(instant.slice(0, 10).replaceAll('-', ''));

import { z } from 'zod';
import { type Instant, parseInstant } from '../core/instant.ts';

/** An instant as an operator gives it: ISO 8601, a date alone being its midnight in UTC. */
export const instantInput = z.string().transform((text, context): Instant => {
  const instant = parseInstant(text);
  if (instant !== null) return instant;
  context.addIssue({ code: 'custom', message: 'expected a time as 2026-03-01 or 2026-03-01T09:00:00Z' });
  return z.NEVER;
});

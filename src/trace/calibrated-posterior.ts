import { TRACE_MODEL } from './trace-model.ts';

/**
 * How probable it is that the actor who leads the ranking gave some of the list, one list in two being by somebody in the log. The ranking by
 * itself takes a colleague of an unlogged culprit for the culprit: he explains the list better than anybody else, though little of it. So its log odds count
 * for about half, and the share that he explains counts beside them. Fitted on lists with known origin (docs/design/trace.md).
 */
export function calibratedPosterior({
  posterior,
  share,
}: {
  readonly posterior: number;
  readonly share: number;
}): number {
  const { intercept, perLogit, perShare, logits } = TRACE_MODEL.calibration;
  const odds = Math.log(Math.max(1e-12, posterior)) - Math.log(Math.max(1e-12, 1 - posterior));
  const logit = Math.min(logits[1], Math.max(logits[0], odds));
  return 1 / (1 + Math.exp(-(intercept + perLogit * logit + perShare * share)));
}

import type { Starts } from '../duties/deadline.ts';

/** Nothing has begun yet that a law's clock could count from. */
export const NO_START: Starts = {
  awareness: null,
  'awareness-year-end': null,
  occurrence: null,
  determination: null,
  'scope-known': null,
  assessment: null,
  materiality: null,
  'individuals-informed': null,
  'authority-informed': null,
};

import type { Instant } from '../core/instant.ts';

export interface Clock {
  now(): Instant;
}

/** Fresh identifiers; random in production, seeded in tests. */
export interface Ids {
  /** `prefix-` and 20 lower-case base-32 characters. */
  fresh(prefix: string): string;
}

/** Where long work says how far it is; numbers and fixed words only, never text from outside. */
export interface Progress {
  /** Starts a step; `total` null when not known. */
  step(name: string, total: number | null, unit: string): ProgressStep;
}

export interface ProgressStep {
  /** `done` is cumulative, in the step's unit. */
  at(done: number): void;
  end(note?: string): void;
}

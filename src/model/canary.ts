import type { Period } from '../core/instant.ts';

/** A made-up customer. `tripwire`: nobody has a reason to open it. `tracing`: shown in the ordinary lists of some. */
export interface Canary {
  readonly id: string;
  readonly kind: 'tripwire' | 'tracing';
  /** One address, or two of which each unit is shown one. */
  readonly emails: readonly string[];
  readonly name: string | null;
  readonly address: string | null;
  readonly postcode: string | null;
  readonly city: string | null;
  readonly country: string | null;
  readonly region: string | null;
  readonly language: string | null;
  readonly controller: string | null;
  readonly tenant: string | null;
}

/** Who is shown which canary; derived from the codebook's key, never stored. */
export type CanaryDesign =
  /** Each unit meets `perUnit` canaries of the pool, and none is met by more than `most`. */
  | { readonly kind: 'shared'; readonly perUnit: number; readonly most: number; readonly discarded: number }
  /** Each unit meets all of them, with the address that its code word says; `biases` in the order of the tracing canaries. */
  | { readonly kind: 'paired'; readonly coalition: number; readonly biases: readonly number[] };

/** What a leaf of type `codebook` commits to before any of its canaries is planted. */
export interface Codebook {
  readonly codebook: string;
  /** 32 bytes in hex; whoever has it knows who is shown what. */
  readonly key: string;
  readonly design: CanaryDesign;
  /** What is told apart: each person, or each team with its queue. */
  readonly by: 'actor' | 'team';
  readonly units: readonly string[];
  /** When the canaries are to be shown: the ink is dated. */
  readonly shown: Period;
  readonly canaries: readonly Canary[];
}

import type { Instant } from '../core/instant.ts';

/** Session view `customers`: one row per version of a customer record, `[validFrom, validTo)`. `*Norm` columns are for matching. */
export interface Customer {
  readonly id: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly name: string | null;
  readonly address: string | null;
  readonly postcode: string | null;
  readonly city: string | null;
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country: string | null;
  readonly region: string | null;
  /** BCP 47, for example `en` or `fr-CA`. */
  readonly language: string | null;
  /** Id of the legal entity that answers for this record: a controller of `company.yml`. */
  readonly controller: string | null;
  readonly tenant: string | null;
  readonly validFrom: Instant | null;
  readonly validTo: Instant | null;
}

/** Session view `workforce`. */
export interface Worker {
  readonly actor: string;
  readonly name: string | null;
  readonly team: string | null;
  readonly manager: string | null;
  readonly role: string | null;
  readonly region: string | null;
  /** Principals as they stand in logs; each resolves to `actor`. */
  readonly accounts: readonly string[];
  readonly employedFrom: Instant | null;
  readonly employedTo: Instant | null;
}

/** Session view `ties`: a recorded reason that links an actor or a team to a subject for a while. */
export interface Tie {
  readonly kind: string;
  readonly id: string;
  readonly actor: string | null;
  readonly team: string | null;
  readonly subject: string;
  readonly from: Instant | null;
  readonly to: Instant | null;
}

/** How many customers of a kind there are, and how many of them have each field: what made-up people are drawn from. */
export interface Stratum {
  readonly country: string | null;
  readonly region: string | null;
  readonly language: string | null;
  readonly controller: string | null;
  readonly tenant: string | null;
  readonly persons: number;
  readonly named: number;
  readonly housed: number;
  readonly posted: number;
}

/** A word that many customers of a country share, at the beginning of their names or as the rest. */
export interface NameWord {
  readonly country: string | null;
  readonly place: 'first' | 'rest';
  readonly word: string;
  readonly persons: number;
}

/** A town, with a shape of its postcodes (# a digit, @ a letter) where enough customers share it. */
export interface Town {
  readonly country: string | null;
  readonly region: string | null;
  readonly city: string;
  readonly postcode: string | null;
  readonly persons: number;
}

/** An address with `#` in the place of its number. */
export interface Street {
  readonly country: string | null;
  readonly pattern: string;
  readonly persons: number;
}

export interface BaseStatistics {
  readonly strata: readonly Stratum[];
  readonly words: readonly NameWord[];
  readonly towns: readonly Town[];
  readonly streets: readonly Street[];
}

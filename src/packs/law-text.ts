import type { LawFile } from './law-schema.ts';

/** One version of a value, with the first day on which it holds. */
type Since<V> = V extends readonly (infer One)[] ? readonly (One & { readonly from: string })[] : never;

/** The members of `T` named in `K`, each a list of versions that all say `from`. */
type AllSince<T, K extends keyof T> = { readonly [P in K]: Since<NonNullable<T[P]>> | Extract<T[P], undefined> };

type FileDuty = LawFile['duties'][number];
type DatedOfDuty = 'when' | 'deadline' | 'content' | 'form' | 'channels' | 'substitute' | 'order' | 'language' | 'keep';

export type LawDuty = Omit<FileDuty, DatedOfDuty> & AllSince<FileDuty, DatedOfDuty>;
type FileSource = LawFile['sources'][string];

/** A law with its shared parts laid in, every value dated, every source a citation: what the engine reads. */
export interface LawText
  extends Omit<
    LawFile,
    'use' | 'begins' | 'sources' | 'lists' | 'elements' | 'conditions' | 'applies' | 'representative' | 'duties'
  > {
  readonly sources: Readonly<Record<string, Exclude<FileSource, string>>>;
  readonly lists: Readonly<Record<string, Since<LawFile['lists'][string]>>>;
  readonly conditions: Readonly<Record<string, Since<LawFile['conditions'][string]>>>;
  readonly applies: Since<LawFile['applies']>;
  readonly representative: Since<NonNullable<LawFile['representative']>> | undefined;
  readonly duties: readonly LawDuty[];
  /** Names that come from a part, or from the elements: the law need not use all of them. */
  readonly shared: ReadonlySet<string>;
  /** Conditions made of elements: such a set may begin after the law. */
  readonly sets: ReadonlySet<string>;
}

export type LawDeadline = LawDuty['deadline'][number];
/** Start, length, unit, calendar and end of one limit. */
export type LawLimit = LawDeadline['or'][number];
export type LawRecipient = LawDuty['to'];

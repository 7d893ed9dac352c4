import type { Instant } from '../core/instant.ts';
import type { Controller } from '../model/company.ts';
import type { FrozenScope } from '../model/exposure.ts';
import type { CaseFact } from '../model/facts.ts';
import type { Trace } from '../model/trace.ts';

/** A record of a log as it came, and its number in its batch. */
export interface ExhibitRecord {
  readonly recordNo: number;
  readonly bytes: Uint8Array;
}

/** The records of one batch that the case's question finds: one exhibit, because one leaf of the log commits to them. */
export interface Exhibit {
  /** `EX-001`, from 1 without holes. */
  readonly id: string;
  readonly source: { readonly id: string; readonly title: string; readonly vendor: string };
  readonly batch: string;
  /** How many records the batch has. */
  readonly batchRecords: number;
  readonly committedAt: string;
  /** Digest of the source pack that mapped the records. */
  readonly pack: string;
  /** In order of their numbers; not empty. */
  readonly records: readonly ExhibitRecord[];
}

/** One record of the timeline: what the log says of one access, without whose data it was. */
export type TimelineRow = {
  readonly batch: string;
  readonly record_no: number;
  readonly at: string;
  readonly source: string;
  /** As logged. */
  readonly account: string;
  /** The person behind the account, else the account. */
  readonly actor: string;
  readonly action: string;
  readonly operation: string | null;
  readonly reason: string | null;
  readonly ip: string | null;
  readonly device: string | null;
  readonly session: string | null;
  readonly fields: readonly string[];
  /** Distinct people the record names; 0 when it names nobody. */
  readonly subjects: bigint;
};

/** The encrypted list of the people affected, made once and kept. */
export interface VictimFile {
  /** An age file (age-encryption.org/v1) around a ZIP. */
  readonly bytes: Uint8Array;
  readonly persons: number;
  /** To whom: age public keys. */
  readonly recipients: readonly string[];
}

/** What is fixed when a referral is made and kept with it, so that the same bag can be made again. */
export interface ReferralTerms {
  /** `ref-…` */
  readonly id: string;
  readonly case: string;
  readonly madeAt: Instant;
  /** The operator's login name. */
  readonly madeBy: string;
  /** To whom it goes, as the operator wrote it. */
  readonly recipient: string | null;
  readonly tool: { readonly name: string; readonly version: string };
  /** The question in SQL, by the digest of its text. */
  readonly statement: { readonly name: string; readonly sha256: string };
}

/** Everything that the payload of a bag is made of. The same referral gives the same payload, byte for byte. */
export interface Referral extends ReferralTerms {
  readonly title: string;
  readonly openedAt: Instant;
  readonly organisation: { readonly name: string; readonly controllers: readonly Controller[] } | null;
  readonly trace: Trace | null;
  readonly scope: FrozenScope;
  readonly facts: readonly CaseFact[];
  readonly exhibits: readonly Exhibit[];
  readonly timeline: readonly TimelineRow[];
  readonly victims: VictimFile | null;
}

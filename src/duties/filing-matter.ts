import type { Controller, Platform } from '../model/company.ts';
import type { Duties } from '../model/duty.ts';
import type { Facts } from '../model/facts.ts';

/** What one form is filled from: one controller's part of a case, under one law. */
export interface FilingMatter {
  readonly facts: Facts;
  readonly duties: Duties;
  readonly controller: string;
  /** As the company declares it; null when it does not. */
  readonly company: Controller | null;
  /** As which the company handles its tenants' data; null when it has none. */
  readonly platform: Platform | null;
  /** Who receives the form; null: any, or the own record. */
  readonly authority: string | null;
  readonly regime: string;
  readonly kind: 'initial' | 'follow-up';
}

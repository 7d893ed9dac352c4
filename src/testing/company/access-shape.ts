import type { AccessAction } from '../../model/access.ts';
import type { Field } from '../../model/field.ts';
import type { TeamKind } from './site.ts';

/** What an access looks like in the log, whoever makes it. */
export interface AccessShape {
  readonly action: AccessAction;
  readonly fields: readonly Field[];
  readonly resource: string;
  /** Logged under the actor's second principal: the reporting tool knows people by e-mail address. */
  readonly underAccount?: true;
}

const shape = (action: AccessAction, resource: string, ...fields: readonly Field[]): AccessShape => ({
  action,
  resource,
  fields,
});

/** Every shape of honest work; an access names its shape by its number here. */
export const SHAPES = [
  shape('read', 'crm/customer', 'name', 'email', 'phone'),
  shape('read', 'crm/address', 'name', 'postal-address'),
  shape('read', 'shop/order', 'name', 'order-history'),
  shape('read', 'billing/payment', 'name', 'payment-history'),
  shape('search', 'crm/search', 'name', 'email'),
  shape('list', 'crm/queue', 'name'),
  shape('update', 'crm/customer', 'email', 'phone'),
  shape('print', 'warehouse/label', 'name', 'postal-address'),
  { ...shape('export', 'reports/accounts', 'name', 'email', 'order-history'), underAccount: true },
  shape('read', 'batch/mailing', 'name', 'email', 'language'),
  shape('read', 'batch/billing', 'account-number', 'payment-history'),
  shape('list', 'batch/index', 'name', 'email', 'phone', 'postal-address'),
  shape('read', 'batch/warehouse', 'postal-address', 'order-history'),
] as const satisfies readonly AccessShape[];

/** Weights of SHAPES in a team's work. */
export const SHAPE_WEIGHTS: Readonly<Record<TeamKind, readonly number[]>> = {
  support: [40, 10, 20, 6, 12, 5, 6, 1],
  fulfilment: [8, 25, 40, 0, 8, 9, 2, 8],
  accounts: [45, 5, 28, 7, 8, 4, 3, 0],
};

export const EXPORT_SHAPE = 8;
export const FIRST_BATCH_SHAPE = 9;
export const BATCH_SHAPES = 4;
/** The leak's, after the honest ones. */
export const LEAK_SHAPE = SHAPES.length;

/** Reads in working hours, or exports in the evening, of the fields the thief wants. */
export const leakShape = (pace: 'slow' | 'bulk', fields: readonly Field[]): AccessShape =>
  pace === 'slow'
    ? { action: 'read', resource: 'crm/customer', fields }
    : { action: 'export', resource: 'reports/customers', fields, underAccount: true };

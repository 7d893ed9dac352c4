/** Columns of the customers file that say something about a person: what a database's columns and a logged query's conditions are compared by. */
export const CUSTOMER_COLUMNS = [
  'id',
  'email',
  'phone',
  'name',
  'address',
  'postcode',
  'city',
  'country',
  'region',
  'language',
] as const;
export type CustomerColumn = (typeof CUSTOMER_COLUMNS)[number];

/** One version of a customer; instants in UTC, null where it has no beginning or no end. */
export type CustomerVersion = Readonly<Record<CustomerColumn, string | null>> & {
  readonly id: string;
  readonly valid_from: string | null;
  readonly valid_to: string | null;
};

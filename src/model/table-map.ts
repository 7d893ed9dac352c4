import { z } from 'zod';
import { FIELDS } from './field.ts';

/** Columns of the customers file that a database's columns can be compared by. */
const CUSTOMER_COLUMNS = [
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

const name = z
  .string()
  .regex(/^[^\s"]+$/, 'expected a name as PostgreSQL folds it, in lower case unless it is quoted there');

/** Which tables of the company's database hold one row for each customer, and what their columns are. */
export const tableMapSchema = z.strictObject({
  tables: z
    .array(
      z.strictObject({
        schema: name,
        table: name,
        columns: z.record(
          name,
          z.strictObject({
            field: z.enum(FIELDS).nullable().describe('what a reader of the column sees; null: nothing personal'),
            is: z.enum(CUSTOMER_COLUMNS).optional().describe('the column of the customers file that holds the same'),
          }),
        ),
      }),
    )
    .min(1),
});
export type TableMap = z.infer<typeof tableMapSchema>;

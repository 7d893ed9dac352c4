import { z } from 'zod';
import { CUSTOMER_COLUMNS } from './customer-column.ts';
import { FIELDS } from './field.ts';

const name = z
  .string()
  .regex(/^[^\s"]+$/, 'expected a name as PostgreSQL folds it, in lower case unless it is quoted there');

const place = {
  database: name.optional().describe('the database it is in; left out: any that the log names'),
  schema: name,
  table: name.describe('a table or a view'),
};

const customersTable = z.strictObject({
  ...place,
  columns: z.record(
    name,
    z.strictObject({
      field: z.enum(FIELDS).nullable().describe('what a reader of the column sees; null: nothing personal'),
      is: z.enum(CUSTOMER_COLUMNS).optional().describe('the column of the customers file that holds the same'),
    }),
  ),
});

const nobodysTable = z.strictObject({
  ...place,
  nobody: z.literal(true).describe('no row of it is about a person, so that a query over it alone shows nobody’s data'),
});

const report = z.strictObject({
  source: z.string().min(1).describe('the source pack whose log names the report'),
  report: z.string().min(1).describe('its id, as the source’s query.sql gives it'),
  statement: z.string().min(1).describe('what the report asks, as a SELECT over a table above'),
});

/** `tables.yml` of a data directory: which tables of the company's databases hold one row for each customer, and what their columns are. */
export const tableMapSchema = z
  .strictObject({
    tables: z.array(z.union([customersTable, nobodysTable])).min(1),
    reports: z.array(report).default([]).describe('saved reports, whose filters no log holds'),
    mostStatements: z
      .number()
      .int()
      .min(1)
      .default(100_000)
      .describe('of one scope, how many logged statements are run again; the rest is counted'),
  })
  .superRefine(({ tables, reports }, context) => {
    twice(tables.map((one) => `${one.database ?? '*'}.${one.schema}.${one.table}`)).forEach((at) => {
      context.addIssue({ code: 'custom', path: ['tables', at], message: 'expected each table once' });
    });
    twice(reports.map((one) => `${one.source} ${one.report}`)).forEach((at) => {
      context.addIssue({ code: 'custom', path: ['reports', at], message: 'expected each report once' });
    });
  });

const twice = (keys: readonly string[]): readonly number[] =>
  keys.flatMap((key, at) => (keys.indexOf(key) < at ? [at] : []));

export type TableMap = z.infer<typeof tableMapSchema>;

/** The map as it was read; `sha256` is of the file. */
export interface TableFile {
  readonly map: TableMap;
  readonly sha256: string;
}

/** Why the rows that an access returned cannot be said by running its query again; each as the end of "… because". */
export const UNSAID = {
  'no-table-map': 'no tables.yml says which tables hold customers',
  'no-query': 'the pack of the source does not say where a record holds its query',
  'not-logged': 'the log does not hold the statement',
  'not-parsed': 'the statement is cut off, or is no SQL of PostgreSQL',
  'unknown-report': 'tables.yml does not say what the report asked',
  'not-one-select': 'it is not one SELECT, or it changed data',
  cursor: 'which rows were fetched through a cursor is not logged',
  'unknown-table': 'tables.yml does not name the table, or more than one could be meant',
  'several-tables': 'what the other tables held is not known here',
  'unknown-column': 'tables.yml does not say which column of the customers file it is',
  expression: 'it computes something that is not followed',
  function: 'what a function of the database gives is not known here',
  subquery: 'it holds a query inside of it',
  parameter: 'a value of it was not logged',
  grouped: 'groups are no persons',
  limited: 'which of the rows came first is not known',
  'order-of-text': 'the order of texts depends on the database',
  'empty-text': 'the customers file does not tell an empty text from none',
  'too-long': 'running it again took too long',
  'too-large': 'the customers file is too large for the engine in which queries run again',
  'too-many': 'more statements than tables.yml allows were logged',
} as const;

export type Unsaid = keyof typeof UNSAID;

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CUSTOMER_COLUMNS } from '../model/customer-column.ts';

export const PEOPLE_KINDS = ['customers', 'workforce', 'ties'] as const;
export type PeopleKind = (typeof PEOPLE_KINDS)[number];

/** What a people file of one kind looks like: the columns it may have and the ones without which it is of no use. */
export interface PeopleShape {
  readonly columns: readonly string[];
  /** A file must have one column of each group. */
  readonly required: readonly (readonly string[])[];
  /** Member types other than VARCHAR. */
  readonly types: Readonly<Record<string, string>>;
}

export const PEOPLE_SHAPES: Readonly<Record<PeopleKind, PeopleShape>> = {
  customers: {
    columns: [...CUSTOMER_COLUMNS, 'controller', 'tenant', 'valid_from', 'valid_to'],
    required: [['id']],
    types: {},
  },
  workforce: {
    columns: ['actor', 'name', 'team', 'manager', 'role', 'region', 'accounts', 'employed_from', 'employed_to'],
    required: [['actor']],
    types: { accounts: 'JSON' },
  },
  ties: {
    columns: ['kind', 'id', 'actor', 'team', 'subject', 'from', 'to'],
    required: [['subject'], ['actor', 'team']],
    types: {},
  },
};

/**
 * Which required column a file lacks, as the end of a message; null when it has what it needs. Of what the file has only words of
 * the shape are repeated: where the header is missing, its first row is somebody's name and address.
 */
export function missingColumn(kind: PeopleKind, found: readonly string[]): string | null {
  const { columns, required } = PEOPLE_SHAPES[kind];
  const missing = required.filter((group) => !group.some((name) => found.includes(name)));
  if (missing.length === 0) return null;
  const known = columns.filter((name) => found.includes(name));
  return `expected a column ${missing.map((group) => group.join(' or ')).join(', ')}; of its ${found.length} columns known are: ${known.length === 0 ? 'none; is the header missing?' : known.join(', ')}`;
}

/** The statements of `sql/people/`: how one kind is read, and how an import joins what was known. */
export const peopleStatement = (sqlFolder: string, kind: PeopleKind, step: 'read' | 'merge' = 'read'): string =>
  readFileSync(join(sqlFolder, 'people', step === 'read' ? `${kind}.sql` : `merge-${kind}.sql`), 'utf8');

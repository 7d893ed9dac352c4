import { z } from 'zod';
import { shownTo, tracingCanaries } from '../canary/shown-to.ts';
import { sha256Hex } from '../core/hash.ts';
import { ok, type Result } from '../core/result.ts';
import type { Canary, Codebook } from '../model/canary.ts';
import type { Deps } from './deps.ts';
import { codebookOf } from './plan-canaries.ts';

export const plantCanariesInput = z.strictObject({
  codebook: z.string().min(1),
  out: z.string().min(1).describe('folder for the two files'),
});

/** The document of `candour canary plant --json`. */
export interface PlantedCanaries {
  readonly codebook: string;
  readonly folder: string;
  readonly customers: number;
  readonly shownTo: number;
}

const COLUMNS = [
  'email',
  'name',
  'address',
  'postcode',
  'city',
  'country',
  'region',
  'language',
  'controller',
  'tenant',
] as const;

/**
 * Writes `customers.csv`, to be imported into the CRM, and `shown-to.csv`: which person or queue each tracing canary is to be shown to. What
 * leaves the house is recorded first. A codebook is there only once it is committed. Errors: `CANARY_UNKNOWN_CODEBOOK`,
 * `CANARY_FILE_UNWRITABLE`, those of the evidence log.
 */
export const plantCanaries = {
  name: 'canary.plant',
  permission: 'release',
  input: plantCanariesInput,
  async run(
    input: z.output<typeof plantCanariesInput>,
    deps: Pick<Deps, 'canaryFiles' | 'clock' | 'operator' | 'records'>,
  ): Promise<Result<PlantedCanaries>> {
    const books = deps.records.codebooks();
    if (!books.ok) return books;
    const found = codebookOf(books.value, input.codebook);
    if (!found.ok) return found;
    const book = found.value;
    const rows = mixed(book).map(({ canary, email }) =>
      COLUMNS.map((column) => (column === 'email' ? email : canary[column])),
    );
    const shown = shownRows(book);
    const customers = csv([COLUMNS, ...rows]);
    const kept = await deps.records.keep([
      {
        kind: 'export',
        at: deps.clock.now(),
        by: deps.operator,
        case: null,
        seq: null,
        about: null,
        body: { what: 'canaries', file: null, rows: rows.length, sha256: sha256Hex(customers) },
      },
    ]);
    if (!kept.ok) return kept;
    const written = deps.canaryFiles.write(input.out, {
      'customers.csv': customers,
      'shown-to.csv': csv([['email', book.by, 'from', 'to'], ...shown]),
    });
    return written.ok
      ? ok({ codebook: book.codebook, folder: input.out, customers: rows.length, shownTo: shown.length })
      : written;
  },
} as const;

/** In the order of their addresses: nothing in the file says which are tripwires. */
const mixed = ({ canaries }: Codebook): readonly { readonly canary: Canary; readonly email: string }[] =>
  canaries
    .flatMap((canary) => canary.emails.map((email) => ({ canary, email })))
    .sort((a, b) => (a.email < b.email ? -1 : 1));

/** One row for each address and unit, in the order of the addresses. */
function shownRows(book: Codebook): readonly (readonly string[])[] {
  const units = new Map(tracingCanaries(book).flatMap(({ emails }) => emails.map((email) => [email, [] as string[]])));
  for (const unit of book.units) for (const { email } of shownTo(book, unit)) units.get(email)?.push(unit);
  return [...units]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([email, to]) => to.map((unit) => [email, unit, book.shown.from, book.shown.to]));
}

const csv = (rows: readonly (readonly (string | null)[])[]): string =>
  `${rows.map((row) => row.map((value) => quoted(value ?? '')).join(',')).join('\n')}\n`;

const quoted = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

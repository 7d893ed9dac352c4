import { utf8 } from '../core/bytes.ts';

export type Cell = string | number | bigint | null;

/** RFC 4180 with LF between rows, every text cell quoted that needs it; the first row names the columns. */
export const csvBytes = (columns: readonly string[], rows: Iterable<readonly Cell[]>): Uint8Array =>
  utf8([columns, ...rows].map((row) => `${row.map(cellText).join(',')}\n`).join(''));

// A spreadsheet would run these as formulas; what stands in a log may have been written by somebody who knows that.
// A telephone number and a negative number are left as they are.
const FORMULA = /^[=@\t\r]|^[+-](?![\d ().-]*$)/;

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

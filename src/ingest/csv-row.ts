const QUOTE = 34;
const NEWLINE = 10;
const RETURN = 13;

/** What stands at the start of `data`: a whole row, a row that does not end yet, or a row that cannot be read. */
export type CsvRow =
  | {
      readonly kind: 'row';
      readonly values: readonly (string | null)[];
      readonly end: number;
      readonly next: number;
      readonly lines: number;
    }
  | { readonly kind: 'open' }
  | { readonly kind: 'malformed' };

/**
 * Reads one row as RFC 4180 has it: a field that starts with a quote ends at the next single quote, and a comma or the
 * line's end must follow. Being strict there is what keeps one stray quote from swallowing the rows after it.
 * An empty unquoted value is null (PostgreSQL's csvlog and most exports mean NULL by it).
 *
 * `last`: no more bytes will come, so the end of `data` ends the row. Positions are bytes in `data`; `end` excludes the
 * line's end, `next` follows it; `lines` counts the newlines passed.
 */
export function readCsvRow(data: Buffer, from: number, delimiter: number, last: boolean): CsvRow {
  const values: (string | null)[] = [];
  let at = from;
  let lines = 0;
  for (;;) {
    let value: string | null;
    if (data[at] === QUOTE) {
      const close = closingQuote(data, at + 1);
      if (close === -1) return last ? { kind: 'malformed' } : { kind: 'open' };
      value = data.toString('utf8', at + 1, close);
      for (let i = data.indexOf(NEWLINE, at); i !== -1 && i < close; i = data.indexOf(NEWLINE, i + 1)) lines += 1;
      if (value.includes('"')) value = value.replaceAll('""', '"');
      at = close + 1;
    } else {
      const start = at;
      while (at < data.length && data[at] !== delimiter && data[at] !== NEWLINE) at += 1;
      const end = at > start && data[at - 1] === RETURN && (data[at] === NEWLINE || at === data.length) ? at - 1 : at;
      value = end === start ? null : data.toString('utf8', start, end);
      if (end < at) at = end;
    }
    if (at >= data.length && !last) return { kind: 'open' };
    values.push(value);
    if (data[at] === delimiter) {
      at += 1;
      continue;
    }
    const end = at;
    if (data[at] === RETURN) at += 1;
    if (at >= data.length) return last ? { kind: 'row', values, end, next: at, lines } : { kind: 'open' };
    if (data[at] !== NEWLINE) return { kind: 'malformed' };
    return { kind: 'row', values, end, next: at + 1, lines: lines + 1 };
  }
}

/** Position of the quote that closes, a doubled quote being content; -1 when it is not there yet. */
function closingQuote(data: Buffer, from: number): number {
  let at = data.indexOf(QUOTE, from);
  while (at !== -1 && data[at + 1] === QUOTE) at = data.indexOf(QUOTE, at + 2);
  return at;
}

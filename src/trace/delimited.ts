/** Rows of delimited text, quotes and newlines inside quotes honoured; a stray quote costs no more than its own field's row. */
export function delimitedRows(text: string, delimiter: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const endRow = (): void => {
    if (row.some((cell) => cell.trim() !== '')) rows.push(row);
    row = [];
  };
  while (at < text.length) {
    const quoted = text[at] === '"' ? quotedCell(text, at, delimiter) : null;
    let next: number;
    if (quoted === null) {
      next = at;
      while (next < text.length && text[next] !== delimiter && text[next] !== '\n') next += 1;
      row.push(text.slice(at, next).replace(/\r$/, ''));
    } else {
      row.push(quoted.value);
      next = quoted.end;
      if (text[next] === '\r') next += 1;
    }
    if (next >= text.length || text[next] === '\n') endRow();
    else if (next === text.length - 1) row.push('');
    at = next + 1;
  }
  endRow();
  return rows;
}

/** The quoted cell that opens at `from`, or null when its quote never closes before a delimiter or a line's end. */
function quotedCell(
  text: string,
  from: number,
  delimiter: string,
): { readonly value: string; readonly end: number } | null {
  let close = text.indexOf('"', from + 1);
  while (close !== -1 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close === -1) return null;
  const after = text[close + 1];
  if (after !== undefined && after !== delimiter && after !== '\n' && after !== '\r') return null;
  return { value: text.slice(from + 1, close).replaceAll('""', '"'), end: close + 1 };
}

/** The delimiter that splits a heading into most cells; a comma when none does. */
export function headingDelimiter(heading: string): string {
  let best = ',';
  for (const delimiter of [',', ';', '\t', '|'])
    if (heading.split(delimiter).length > heading.split(best).length) best = delimiter;
  return best;
}

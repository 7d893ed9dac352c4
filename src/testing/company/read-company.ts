/** One line of a simulated log, as a test reads it. */
export interface LoggedEvent {
  readonly time: string;
  readonly event_id: string;
  readonly actor: string;
  readonly action: string;
  readonly subjects: readonly string[];
  readonly fields: readonly string[];
  readonly resource: string;
  readonly reason?: string;
  readonly ip: string;
  readonly session: string;
}

export const eventsOf = (ndjson: string): readonly LoggedEvent[] =>
  ndjson
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LoggedEvent);

/** Rows of a CSV file by column name; for tests, whose files hold no line break within a cell. */
export function rowsOf(csv: string): readonly Readonly<Record<string, string>>[] {
  const [header = '', ...lines] = csv.split('\n').filter((line) => line !== '');
  const columns = header.split(',');
  return lines.map((line) => {
    const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
      (m) => m[1]?.replaceAll('""', '"') ?? m[2] ?? '',
    );
    return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? '']));
  });
}

/** Whether a tie of the actor or the team covers that subject at that time. */
export function tieIndex(
  ties: readonly Readonly<Record<string, string>>[],
): (holder: string, subject: string, at: string) => boolean {
  const spans = new Map<string, { readonly from: string; readonly to: string }[]>();
  for (const { actor, team, subject, from = '', to } of ties) {
    const key = `${actor || team} ${subject}`;
    spans.set(key, [...(spans.get(key) ?? []), { from, to: to || '9999' }]);
  }
  return (holder, subject, at) =>
    spans.get(`${holder} ${subject}`)?.some(({ from, to }) => from <= at && at < to) ?? false;
}

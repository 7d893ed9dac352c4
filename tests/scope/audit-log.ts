/** One entry of an invented csvlog with pgAudit, whose values are quoted as pgAudit and PostgreSQL quote them. */
export interface AuditEntry {
  readonly at: string;
  readonly statement: string;
  /** As pgAudit writes them; default: there were none. */
  readonly parameters?: readonly string[] | 'not logged';
  readonly rows?: number;
  readonly relation?: string;
  /** Entries of one statement over several relations share it. */
  readonly statementId?: number;
  readonly user?: string;
  /** Where it stands in its session's log; default: in order. */
  readonly line?: number;
  readonly session?: string;
}

const quoted = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export const auditLog = (entries: readonly AuditEntry[]): string =>
  entries
    .map(
      (entry, n) =>
        `${row(entry, n + 1)
          .map(quoted)
          .join(',')}\n`,
    )
    .join('');

function row(entry: AuditEntry, number: number): readonly string[] {
  const { at, statement, relation = 'crm.customer', user = 'support_app', session = '67c2c5a1.4d2' } = entry;
  const { parameters = [], statementId = number, line = number, rows } = entry;
  const values =
    parameters === 'not logged'
      ? '<not logged>'
      : parameters.length === 0
        ? '<none>'
        : quoted(parameters.map(quoted).join(','));
  const message = `AUDIT: SESSION,${statementId},1,READ,SELECT,TABLE,${relation},${quoted(statement)},${values}${rows === undefined ? '' : `,${rows}`}`;
  const time = `${at.replace('T', ' ')}.000 UTC`;
  const who = [time, user, 'shop', '1234', '192.0.2.21:51234', session, String(line), 'SELECT'];
  const how = ['2026-03-01 09:10:33 UTC', '3/17', '0', 'LOG', '00000', message];
  return [...who, ...how, ...Array.from({ length: 8 }, () => ''), 'support-console', 'client backend', '', '0'];
}

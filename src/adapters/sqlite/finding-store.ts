import { ok } from '../../core/result.ts';
import type { Finding } from '../../model/finding.ts';
import type { FindingStore } from '../../ports/finding-store.ts';
import { faultAsResult } from './guard.ts';
import type { RecordTable } from './record-table.ts';
import type { RecordWriter } from './record-writer.ts';

/** Every run of detection is a record of kind `findings`; what is reported is their fold, in the order of their leaves. */
export function sqliteFindingStore(table: RecordTable, writer: RecordWriter): FindingStore {
  const folded = (): ReadonlyMap<string, { readonly finding: Finding; reported: boolean }> => {
    const findings = new Map<string, { finding: Finding; reported: boolean }>();
    for (const { record } of table.ofKind('findings')) {
      if (record.kind !== 'findings') continue;
      const { window, findings: found } = record.body;
      const [from, to] = [window.from.slice(0, 10), window.to.slice(0, 10)];
      for (const one of findings.values()) if (one.finding.day >= from && one.finding.day < to) one.reported = false;
      for (const finding of found) findings.set(finding.id, { finding, reported: true });
    }
    return findings;
  };
  return {
    async replaceWindow(window, findings, at, by) {
      const body = { window, findings };
      const kept = await writer.write(null, at, () =>
        ok({ drafts: [{ kind: 'findings', at, by, case: null, seq: null, about: null, body }] }),
      );
      return kept.ok ? ok(null) : kept;
    },
    list: () =>
      faultAsResult(() => {
        const reported = [...folded().values()].filter((one) => one.reported).map(({ finding }) => finding);
        return ok(reported.sort((a, b) => b.score - a.score || order(a.day, b.day) || order(a.id, b.id)));
      }),
    get: (id) => faultAsResult(() => ok(folded().get(id)?.finding ?? null)),
  };
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

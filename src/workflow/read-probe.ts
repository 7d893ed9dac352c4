import type { Instant } from '../core/instant.ts';
import type { IntegerColumns, LakeSession } from '../ports/lake.ts';
import type { ProbeRow } from '../trace/evidence.ts';

type NumberedRow = {
  readonly probe_no: number;
  readonly actor_no: number;
  readonly day: number;
  readonly views: number;
};
type RosterRow = { readonly actor_no: number; readonly actor: string };

/**
 * Who opened the customers of the session table `probe`, of what the session table `seen` holds; days count from that of `from`. A million rows
 * are kept as numbers and become objects one at a time, as often as they are gone through.
 */
export async function readProbe(session: LakeSession, from: Instant): Promise<Iterable<ProbeRow>> {
  const roster = await session.rows<RosterRow>('trace-roster');
  await session.load('roster', roster);
  const names = roster.map(({ actor }) => actor);
  const pages: IntegerColumns<NumberedRow>[] = [];
  for await (const page of session.columns<NumberedRow>('trace-probe', { from })) pages.push(page);
  return { [Symbol.iterator]: () => rowsOf(pages, names) };
}

function* rowsOf(pages: readonly IntegerColumns<NumberedRow>[], names: readonly string[]): Generator<ProbeRow> {
  for (const { probe_no, actor_no, day, views } of pages)
    for (let at = 0; at < probe_no.length; at += 1)
      yield {
        probe_no: probe_no[at] ?? 0,
        actor: names[actor_no[at] ?? 0] ?? '',
        day: day[at] ?? 0,
        views: views[at] ?? 0,
      };
}

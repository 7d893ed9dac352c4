import type { Instant } from '../core/instant.ts';
import type { LakeSession } from '../ports/lake.ts';
import type { ProbeRow } from '../trace/evidence.ts';

type NumberedRow = {
  readonly probe_no: number;
  readonly actor_no: number;
  readonly day: number | null;
  readonly views: number;
};
type RosterRow = { readonly actor_no: number; readonly actor: string };

/** Who opened the customers of the session table `probe`, of what the session table `seen` holds; days count from that of `from`. */
export async function readProbe(session: LakeSession, from: Instant): Promise<readonly ProbeRow[]> {
  const roster = await session.rows<RosterRow>('trace-roster');
  await session.load('roster', roster);
  const names = roster.map(({ actor }) => actor);
  const probe: ProbeRow[] = [];
  // One text an actor, not one a row.
  for await (const rows of session.stream<NumberedRow>('trace-probe', { from }))
    for (const { probe_no, actor_no, day, views } of rows)
      probe.push({ probe_no, actor: names[actor_no] ?? '', day, views });
  return probe;
}

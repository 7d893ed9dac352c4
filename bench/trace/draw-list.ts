import { writeFileSync } from 'node:fs';
import { openByHand } from '../world/lake-file.ts';

const DAYS = 120;
const OWN = 0.7;

/**
 * Writes a list of `records` e-mail addresses in which seven in ten are of customers whom one actor opened in the last 120 days, and the
 * rest anybody's; gives the actor. A fixed choice: the person of the workforce with the fewest accesses of those who opened enough.
 */
export async function drawList(data: string, records: number, path: string): Promise<string> {
  const connection = await openByHand(data);
  const own = Math.round(records * OWN);
  const [[actor] = []] = (
    await connection.runAndReadAll(`
      SELECT actor FROM access
      WHERE "time" >= (SELECT max("time") FROM access) - INTERVAL ${DAYS} DAY AND actor IN (SELECT actor FROM workforce)
      GROUP BY actor HAVING approx_count_distinct(subject) > ${2 * own} ORDER BY count(*), actor LIMIT 1`)
  ).getRows();
  if (typeof actor !== 'string') throw new Error(`nobody opened ${2 * own} customers in ${DAYS} days`);
  const rows = await connection.runAndReadAll(`
    WITH address AS (SELECT id, any_value(email) AS email FROM customers WHERE email IS NOT NULL GROUP BY id),
    opened AS (SELECT DISTINCT subject AS id FROM access WHERE actor = '${actor}'
      AND "time" >= (SELECT max("time") FROM access) - INTERVAL ${DAYS} DAY)
    (SELECT email FROM address SEMI JOIN opened USING (id) ORDER BY hash(id) LIMIT ${own})
    UNION ALL (SELECT email FROM address ANTI JOIN opened USING (id) ORDER BY hash(id) LIMIT ${records - own})`);
  writeFileSync(path, `email\n${rows.getRows().join('\n')}\n`);
  connection.closeSync();
  return actor;
}

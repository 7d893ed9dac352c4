import { report } from '../measure.ts';
import { openByHand } from '../world/lake-file.ts';
import { readTruth } from '../world/world.ts';
import { scopeAnswer } from './answer.ts';

// What a careful analyst would write: days pruned by partition, one row per person, the newest version of the customer.
const [data = ''] = process.argv.slice(2);
const { culprits, window } = readTruth(data);
await report(async () => {
  const connection = await openByHand(data);
  const list = culprits.map((actor) => `'${actor}'`).join(', ');
  const [from, to] = window.map((instant) => instant.slice(0, 10));
  await connection.run(`CREATE TEMP TABLE person AS
    WITH account AS (
      SELECT actor AS account FROM workforce WHERE actor IN (${list})
      UNION SELECT unnest(accounts) FROM workforce WHERE actor IN (${list})),
    opened AS (
      SELECT subject, list_distinct(flatten(list(fields))) AS fields FROM access
      WHERE actor IN (SELECT account FROM account) AND "time" >= '${from}' AND "time" < '${to}'
        AND eventDay BETWEEN '${from?.replaceAll('-', '')}' AND '${to?.replaceAll('-', '')}'
        AND subject IS NOT NULL AND action NOT IN ('login', 'grant', 'other')
      GROUP BY subject),
    named AS (
      SELECT id, country, controller, email FROM customers
      QUALIFY row_number() OVER (PARTITION BY id ORDER BY valid_from DESC NULLS LAST) = 1)
    SELECT coalesce(c.id, e.id, o.subject) AS id, list_distinct(flatten(list(o.fields))) AS fields,
      any_value(coalesce(c.country, e.country)) AS country, any_value(coalesce(c.controller, e.controller)) AS controller
    FROM opened o LEFT JOIN named c ON c.id = o.subject LEFT JOIN named e ON e.email = o.subject
    GROUP BY 1`);
  const counted = async (column: string): Promise<Record<string, number>> =>
    Object.fromEntries(
      (
        await connection.runAndReadAll(
          `SELECT coalesce(${column}, 'unknown'), count(*) FROM ${column === 'field' ? '(SELECT unnest(fields) AS field FROM person)' : 'person'} GROUP BY 1`,
        )
      )
        .getRows()
        .map(([name, count]) => [String(name), Number(count)]),
    );
  const [row] = (await connection.runAndReadAll('SELECT count(*) FROM person')).getRows();
  return scopeAnswer({
    persons: Number(row?.[0]),
    byCountry: await counted('country'),
    byController: await counted('controller'),
    byField: await counted('field'),
  });
});

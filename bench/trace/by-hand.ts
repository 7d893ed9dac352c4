import { join } from 'node:path';
import { report } from '../measure.ts';
import { openByHand } from '../world/lake-file.ts';

// What a careful analyst would write: link the list by e-mail, by telephone, by name and postcode or address, and rank everybody by
// how far the listed people they opened exceed what their share of all customers would give. No controls, no probability, no "nobody".
const [data = ''] = process.argv.slice(2);
await report(async () => {
  const connection = await openByHand(data);
  await connection.run(`CREATE TEMP TABLE listed AS
    SELECT row_number() OVER () AS record_no, * FROM read_csv('${join(data, 'simulation', 'leak.csv')}', all_varchar = true)`);
  const columns = (await connection.runAndReadAll('DESCRIBE listed')).getRows().map(([name]) => String(name));
  const keys = [
    { needs: ['id'], on: 'l.id = c.id' },
    { needs: ['email'], on: 'lower(trim(l.email)) = c.email_norm' },
    {
      needs: ['email'],
      on: `split_part(lower(trim(l.email)), '+', 1) || '@' || split_part(lower(trim(l.email)), '@', 2) = c.email_norm`,
    },
    {
      needs: ['phone'],
      on: `right(regexp_replace(l.phone, '\\D', '', 'g'), 9) = right(regexp_replace(c.phone_norm, '\\D', '', 'g'), 9)`,
    },
    {
      needs: ['name', 'postcode'],
      on: `lower(trim(l.name)) = c.name_norm AND replace(lower(l.postcode), ' ', '') = replace(lower(c.postcode), ' ', '')`,
    },
    { needs: ['name', 'address'], on: 'lower(trim(l.name)) = c.name_norm AND lower(trim(l.address)) = c.address_norm' },
  ].filter(({ needs }) => needs.every((name) => columns.includes(name)));
  await connection.run(
    `CREATE TEMP TABLE linked AS ${keys.map(({ on }) => `SELECT l.record_no, c.id FROM listed l JOIN customers c ON ${on}`).join(' UNION ')}`,
  );
  await connection.run(`CREATE TEMP TABLE opened AS
    SELECT coalesce(w.actor, a.actor) AS actor, coalesce(e.id, a.subject) AS id
    FROM access a
    LEFT JOIN (SELECT actor, unnest(accounts) AS account FROM workforce) w ON w.account = a.actor
    LEFT JOIN (SELECT email, any_value(id) AS id FROM customers GROUP BY email) e ON e.email = a.subject
    WHERE a.subject IS NOT NULL AND a.action NOT IN ('login', 'grant', 'other')
    GROUP BY 1, 2`);
  const ranked = await connection.runAndReadAll(`
    WITH listed AS (SELECT DISTINCT id FROM linked),
    share AS (
      SELECT o.actor, count(*) AS opened, count(l.id) AS hits,
        count(*) * (SELECT count(*) FROM listed) / (SELECT count(DISTINCT id) FROM customers) AS expected
      FROM opened o LEFT JOIN listed l USING (id) GROUP BY 1)
    SELECT actor, (hits - expected) / sqrt(expected) AS score FROM share ORDER BY 2 DESC LIMIT 1`);
  return { first: String(ranked.getRows()[0]?.[0]) };
});

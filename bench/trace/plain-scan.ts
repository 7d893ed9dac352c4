import { report } from '../measure.ts';
import { openByHand } from '../world/lake-file.ts';

/** `semijoin DATA LIST`: how often each actor opened whom of the list. `volumes DATA`: how many subjects each opened, roughly. */
const [what = '', data = '', list = ''] = process.argv.slice(2);
await report(async () => {
  const connection = await openByHand(data);
  if (what === 'volumes') {
    const volumes = await connection.runAndReadAll(
      'SELECT actor, approx_count_distinct(subject) FROM access GROUP BY actor',
    );
    return { rows: volumes.currentRowCount };
  }
  await connection.run(
    `CREATE TEMP TABLE listed AS SELECT DISTINCT id FROM customers
     WHERE email_norm IN (SELECT lower(trim(email)) FROM read_csv('${list}', all_varchar = true))`,
  );
  const seen = await connection.runAndReadAll(
    'SELECT subject, actor, count(*) FROM access SEMI JOIN listed ON subject = id GROUP BY 1, 2',
  );
  return { rows: seen.currentRowCount };
});

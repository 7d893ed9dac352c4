/**
 * `node bench/canary/shared-pool.ts [--cases N]`: colluders who pass on some of the shared canaries that they meet, at the pool sizes of the
 * brief's table 3.8: how often all of them are named, and how often anybody else is.
 */
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { sharedTail } from '../../src/canary/shared-evidence.ts';
import { sharedDraw } from '../../src/canary/shown-to.ts';
import { seededRandom } from '../../src/core/random.ts';

/** Units, culprits, share passed on, canaries that each meets, pool: table 3.8 ("name all"). */
const ROWS = [
  [1_000, 1, 0.3, 24, 2_400],
  [1_000, 1, 0.3, 30, 600],
  [1_000, 1, 1, 10, 200],
  [10_000, 1, 0.3, 26, 2_600],
  [10_000, 2, 0.3, 45, 4_500],
  [10_000, 2, 0.3, 70, 1_400],
  [10_000, 3, 0.3, 60, 6_000],
  [10_000, 3, 0.3, 100, 2_000],
  [10_000, 3, 1, 35, 700],
  [10_000, 5, 0.3, 75, 7_500],
  [10_000, 5, 1, 55, 1_100],
] as const;
const ALPHA = 0.001;

const { values } = parseArgs({ options: { cases: { type: 'string', default: '100' }, only: { type: 'string' } } });
const cases = Number(values.cases);

process.stdout.write(
  '| n | c | passed on | each meets | pool | all named | cases in which an innocent is named |\n| --- | --- | --- | --- | --- | --- | --- |\n',
);
for (const [units, culprits, share, perUnit, pool] of ROWS) {
  if (values.only !== undefined && Number(values.only) !== culprits) continue;
  let [allNamed, innocentNamed] = [0, 0];
  for (let seed = 1; seed <= cases; seed += 1) {
    const key = createHash('sha256').update(`${seed}`).digest();
    const random = seededRandom(seed);
    const drawOf = (unit: number): readonly number[] => sharedDraw(key, 'codebook-bench', `e-${unit}`, pool, perUnit);
    const found = new Set<number>();
    for (let unit = 0; unit < culprits; unit += 1) for (const at of drawOf(unit)) if (random() < share) found.add(at);
    // The tail falls with what is met: the least that names anybody is looked up once.
    let least = 2;
    while (least <= perUnit && sharedTail(least, { pool, perUnit, found: found.size }) > ALPHA / units) least += 1;
    const isNamed = (unit: number): boolean => drawOf(unit).filter((at) => found.has(at)).length >= least;
    let named = 0;
    for (let unit = 0; unit < culprits; unit += 1) if (isNamed(unit)) named += 1;
    if (named === culprits) allNamed += 1;
    let wrong = false;
    for (let unit = culprits; unit < units && !wrong; unit += 1) wrong = isNamed(unit);
    if (wrong) innocentNamed += 1;
  }
  process.stdout.write(
    `| ${units} | ${culprits} | ${share} | ${perUnit} | ${pool} | ${((100 * allNamed) / cases).toFixed(1)} % | ${innocentNamed}/${cases} |\n`,
  );
}

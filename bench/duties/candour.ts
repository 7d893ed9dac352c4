import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { publicHolidays } from '../../src/adapters/holiday/public-holidays.ts';
import { parseInstant } from '../../src/core/instant.ts';
import { deriveDuties } from '../../src/duties/derive-duties.ts';
import type { Duty } from '../../src/model/duty.ts';
import type { Facts } from '../../src/model/facts.ts';
import { loadLawPacks } from '../../src/packs/law-pack.ts';
import { report } from '../measure.ts';
import { factSets } from './fact-set.ts';

/**
 * `node candour.ts deriving|documents|one-by-one COUNT`: all laws over each fact set; with the documents written as JSON and hashed; the same, each law by
 * itself. All must answer the same: what deriving alone gives is written and hashed once its time is taken.
 */
const [mode, count] = process.argv.slice(2);
const packs = loadLawPacks(fileURLToPath(new URL('../../packs', import.meta.url)));
const now = parseInstant('2026-06-01');
if (!packs.ok || now === null) throw new Error(packs.ok ? 'no instant' : packs.error.message);
const laws = packs.value;
const sets = factSets(Number(count), laws, 7);
const holidays = publicHolidays();
// Packs are known by the list they stand in: a list of its own for each law, made once.
const given = mode === 'one-by-one' ? laws.map((law) => [law]) : [laws];
holidays('US', 2026);
const derive = (facts: Facts): readonly Duty[] =>
  given.flatMap((some): readonly Duty[] => deriveDuties(facts, some, now, holidays).duties);

// The first pass opens the packs' versions, the time zones and the engine's compiler; what is timed is the next.
for (const facts of sets.slice(0, 200)) derive(facts);

const tally = { 'not-required': 0, required: 0, depends: 0 };
const hash = createHash('sha256');
await report(
  async () => {
    for (const facts of sets) {
      const duties = derive(facts);
      for (const duty of duties) tally[duty.verdict] += 1;
      if (mode !== 'deriving') hash.update(JSON.stringify(duties));
    }
    return { laws: laws.length, sets: sets.length, ...tally };
  },
  () => {
    if (mode === 'deriving') for (const facts of sets) hash.update(JSON.stringify(derive(facts)));
    return { sha256: hash.digest('hex').slice(0, 16) };
  },
);

import { createHash } from 'node:crypto';
import { publicHolidays } from '../../src/adapters/holiday/public-holidays.ts';
import { parseInstant } from '../../src/core/instant.ts';
import { deriveDuties } from '../../src/duties/derive-duties.ts';
import type { Duty } from '../../src/model/duty.ts';
import { loadLawPacks } from '../../src/packs/law-pack.ts';
import { report } from '../measure.ts';
import { factSets } from './fact-set.ts';

/** `node candour.ts together|one-by-one COUNT`: all laws over each fact set, or each law by itself, which must answer the same. */
const [mode, count] = process.argv.slice(2);
const packs = loadLawPacks('packs');
const now = parseInstant('2026-06-01');
if (!packs.ok || now === null) throw new Error(packs.ok ? 'no instant' : packs.error.message);
const laws = packs.value;
const sets = factSets(Number(count), laws, 7);
const holidays = publicHolidays();
// Packs are known by the list they stand in: a list of its own for each law, made once.
const given = mode === 'together' ? [laws] : laws.map((law) => [law]);
holidays('US', 2026);

// The first pass opens the packs' versions, the time zones and the engine's compiler; what is timed is the next.
for (const facts of sets.slice(0, 200)) for (const some of given) deriveDuties(facts, some, now, holidays);

await report(async () => {
  const tally = { 'not-required': 0, required: 0, depends: 0 };
  const hash = createHash('sha256');
  for (const facts of sets) {
    const duties = given.flatMap((some): readonly Duty[] => deriveDuties(facts, some, now, holidays).duties);
    for (const duty of duties) tally[duty.verdict] += 1;
    hash.update(JSON.stringify(duties));
  }
  return { laws: laws.length, sets: sets.length, ...tally, sha256: hash.digest('hex').slice(0, 16) };
});

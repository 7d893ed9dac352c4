import { fileURLToPath } from 'node:url';
import { type CelInput, celEnv, isCelError, parse, plan } from '@bufbuild/cel';
import { parseInstant } from '../../src/core/instant.ts';
import { bearersOf } from '../../src/duties/bearer.ts';
import { askingOf } from '../../src/duties/evaluate.ts';
import { factView } from '../../src/duties/fact-view.ts';
import { lawBook } from '../../src/duties/law-book.ts';
import type { LawOnDay } from '../../src/duties/law-on-day.ts';
import { versionOn } from '../../src/duties/law-version.ts';
import type { Facts } from '../../src/model/facts.ts';
import { type FactValues, LAW_FACT_NAMES } from '../../src/packs/law-fact.ts';
import { loadLawPacks } from '../../src/packs/law-pack.ts';
import { report } from '../measure.ts';
import { factSets } from './fact-set.ts';

/**
 * `node condition.ts candour|cel COUNT`: which laws reach each group of people, and which duties' conditions hold for it; nothing else of a duty. `cel`: as
 * one would do it with the CEL library alone, each expression planned once. CEL's `&&` and `||` absorb errors, so that a name without a value is "unknown"
 * there too, and the answers can be compared.
 */
const [contender, count] = process.argv.slice(2);
const packs = loadLawPacks(fileURLToPath(new URL('../../packs', import.meta.url)));
if (!packs.ok) throw new Error(packs.error.message);
const laws = packs.value;
const sets = factSets(Number(count), laws, 7);

type Answers = (law: LawOnDay, values: FactValues, facts: Facts) => (text: string) => boolean | null;

const candour: Answers = (law, values, facts) => {
  const asking = askingOf({ values, counts: {} }, facts.assessments);
  return (text) => askOf(law, text).value(asking);
};
const asks = new Map<LawOnDay, Map<string, ReturnType<LawOnDay['ask']>>>();
function askOf(law: LawOnDay, text: string) {
  const known = asks.get(law) ?? new Map<string, ReturnType<LawOnDay['ask']>>();
  asks.set(law, known);
  const ask = known.get(text) ?? law.ask([text]);
  known.set(text, ask);
  return ask;
}

const env = celEnv();
const plans = new Map<string, { readonly run: ReturnType<typeof plan>; readonly names: readonly string[] }>();
function planned(text: string) {
  const before = plans.get(text);
  if (before !== undefined) return before;
  const { expr } = parse(text);
  if (expr === undefined) throw new Error(text);
  const names = [...new Set(text.match(/[A-Za-z]\w*/g) ?? [])];
  const made = { run: plan(env, expr), names };
  plans.set(text, made);
  return made;
}
const cel: Answers = ({ lists, conditions }, values) => {
  const bindings: Record<string, CelInput> = { ...lists };
  LAW_FACT_NAMES.forEach((name, slot) => {
    const value = values[slot];
    if (value !== undefined) bindings[name] = value;
  });
  const done = new Set<string>();
  const ask = (text: string): boolean | null => {
    const { run, names } = planned(text);
    for (const name of names) {
      if (!conditions.has(name) || done.has(name)) continue;
      done.add(name);
      const version = conditions.get(name);
      const value = version === undefined ? false : ask(version.when);
      if (value !== null) bindings[name] = value;
    }
    const value = run(bindings);
    return isCelError(value) ? null : value === true;
  };
  return ask;
};

function tallyOf(some: readonly Facts[], answers: Answers) {
  const tally = { reached: 0, true: 0, false: 0, null: 0 };
  for (const facts of some) {
    const day = parseInstant(facts.awareAt ?? '2026-06-01');
    if (day === null) throw new Error('no instant');
    const book = lawBook(laws, day);
    for (const { controller, people } of bearersOf(facts, facts.groups)) {
      for (const group of people) {
        const { values } = factView(facts, controller, group);
        const reached = contender === 'cel' ? book.laws : [...book.candidates(values)].map((index) => book.laws[index]);
        for (const law of reached) {
          if (law?.applies === undefined) continue;
          const ask = answers(law, values, facts);
          if (ask(law.applies.text) === false) continue;
          tally.reached += 1;
          for (const { duty } of law.duties) {
            const when = versionOn(duty.when, law.day);
            if (when !== undefined) tally[`${ask(when.group)}`] += 1;
          }
        }
      }
    }
  }
  return tally;
}

const answers = contender === 'cel' ? cel : candour;
tallyOf(sets.slice(0, 200), answers);
await report(async () => ({ laws: laws.length, sets: sets.length, ...tallyOf(sets, answers) }));

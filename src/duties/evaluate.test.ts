import { type CelInput, celEnv, isCelError, parse, plan } from '@bufbuild/cel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Instant, parseInstant } from '../core/instant.ts';
import { BREACH_KINDS, type Facts, SECTORS } from '../model/facts.ts';
import { FIELDS } from '../model/field.ts';
import { INTENTS } from '../model/finding.ts';
import { isLawFact, LAW_FACT_NAMES, LAW_FACTS, type LawFactName } from '../packs/law-fact.ts';
import { loadLawPacks } from '../packs/law-pack.ts';
import { type Answer, type Explanation, explanationOf, type Saying } from './answer.ts';
import { askingOf } from './evaluate.ts';
import type { Counts } from './fact-view.ts';
import { lawBook } from './law-book.ts';
import type { LawOnDay } from './law-on-day.ts';

const loaded = loadLawPacks(new URL('../../packs', import.meta.url).pathname);
if (!loaded.ok) throw new Error(loaded.error.message);
const packs = loaded.value;

type Told = Explanation & { readonly value: Answer };
type Known = Readonly<Partial<Record<LawFactName, CelInput>>>;

type Node = NonNullable<ReturnType<typeof parse>['expr']>;

const env = celEnv();
const parsed = new Map<string, Node>();

/**
 * The reference: the CEL library evaluates each test anew, and every answer is made whole, with sets. Nothing is compiled, remembered or left
 * out.
 */
function reference(law: LawOnDay, text: string, known: Known, counts: Counts, assessments: Facts['assessments']): Told {
  const { questions } = law.pack.law;
  const node = parsed.get(text) ?? parse(text).expr;
  if (node === undefined) throw new Error(text);
  parsed.set(text, node);

  const walk = (part: Node): Told => {
    const kind = part.exprKind;
    if (kind.case === 'identExpr') return named(kind.value.name);
    if (kind.case === 'callExpr') {
      const { function: called, args } = kind.value;
      if (called === '_&&_') return both(args.map(walk), false);
      if (called === '_||_') return both(args.map(walk), true);
      if (called === '!_') {
        const inner = args.map(walk)[0];
        if (inner === undefined) throw new Error(text);
        return { ...inner, value: inner.value === null ? null : !inner.value };
      }
    }
    return tested(part);
  };

  const both = (parts: readonly Told[], deciding: boolean): Told => {
    const value = parts.some((part) => part.value === deciding)
      ? deciding
      : parts.some((part) => part.value === null)
        ? null
        : !deciding;
    const told = parts.filter((part) => value === !deciding || (value === null && !deciding) || part.value === value);
    return merged(value, told);
  };

  const named = (name: string): Told => {
    if (law.conditions.has(name)) {
      const version = law.conditions.get(name);
      if (version === undefined) return { value: false, reasons: [], missing: [], sources: [] };
      const inner = reference(law, version.when, known, counts, assessments);
      if (inner.value === null) return inner;
      const said = inner.value ? version.holds : version.fails;
      return merged(inner.value, [{ value: null, reasons: [said], missing: [], sources: [...version.sources] }, inner]);
    }
    const put = questions[name];
    if (put !== undefined) {
      const given = assessments[`${law.pack.law.id}/${name}`];
      if (given === undefined) return open([`assessments.${law.pack.law.id}/${name}`]);
      const reason = `Assessed by the organisation: ${put.ask} ${given.answer ? 'Yes' : 'No'}: ${given.reason}`;
      return { value: given.answer, reasons: [reason], missing: [], sources: [...put.sources] };
    }
    if (!isLawFact(name)) throw new Error(name);
    const value = known[name];
    return typeof value === 'boolean' ? { value, reasons: [], missing: [], sources: [] } : open([LAW_FACTS[name].path]);
  };

  const tested = (part: Node): Told => {
    // Every name of this part that is a fact, whatever the macros bring with them.
    const names = new Set<LawFactName>();
    JSON.stringify(part, (key, value: unknown) => {
      if (key === 'name' && typeof value === 'string' && isLawFact(value)) names.add(value);
      return typeof value === 'bigint' ? value.toString() : value;
    });
    const ask = (more: Known): boolean => {
      const value = plan(env, part)({ ...law.lists, ...known, ...more } as Record<string, CelInput>);
      if (isCelError(value) || typeof value !== 'boolean') throw new Error(`no answer: ${text}`);
      return value;
    };
    const unknown = [...names].filter((name) => known[name] === undefined);
    const ranges = unknown.flatMap((name) => {
      const range = name === 'personsUnderLaw' || name === 'personsConcerned' ? counts[name] : undefined;
      return range === undefined ? [] : [{ name, range }];
    });
    if (ranges.length < unknown.length) {
      const facts = unknown.filter((name) => !ranges.some((range) => range.name === name));
      return open(facts.map((name) => LAW_FACTS[name].path));
    }
    const at = (end: 'low' | 'high') =>
      ask(Object.fromEntries(ranges.map(({ name, range }) => [name, BigInt(range[end])])));
    if (at('low') !== at('high')) return open(ranges.flatMap(({ range }) => range.missing));
    return { value: at('low'), reasons: [], missing: [], sources: [] };
  };

  return walk(node);
}

const open = (missing: readonly string[]): Told => ({ value: null, reasons: [], missing: [...missing], sources: [] });

const merged = (value: boolean | null, parts: readonly Told[]): Told => ({
  value,
  reasons: [...new Set(parts.flatMap(({ reasons }) => reasons))],
  missing: [...new Set(parts.flatMap(({ missing }) => missing))],
  sources: [...new Set(parts.flatMap(({ sources }) => sources))],
});

const place = fc.constantFrom('US', 'CA', 'DE', 'GB', 'JP', 'BR', 'CN', 'ZZ');
const samples: Readonly<Partial<Record<LawFactName, fc.Arbitrary<CelInput>>>> = {
  cause: fc.constantFrom('insider', 'external', 'mistake'),
  intent: fc.constantFrom(...INTENTS.filter((intent) => intent !== 'unknown')),
  medium: fc.constantFrom('electronic', 'paper', 'both'),
  kinds: fc.subarray([...BREACH_KINDS], { minLength: 1 }),
  sectors: fc.subarray([...SECTORS]),
  fields: fc.subarray([...FIELDS], { minLength: 1 }),
  country: place,
  controllerCountry: place,
  region: fc.constantFrom('CA', 'NY', 'QC', 'AB', 'TX'),
  controllerRegion: fc.constantFrom('CA', 'NY', 'QC', 'AB', 'TX'),
  actors: fc.bigInt({ min: 0n, max: 5n }),
};
const known: fc.Arbitrary<Known> = fc.record(
  Object.fromEntries(
    LAW_FACT_NAMES.filter((name) => !name.startsWith('persons')).map((name) => [name, samples[name] ?? fc.boolean()]),
  ),
  { requiredKeys: ['country', 'fields'] },
);
const range = fc
  .tuple(fc.integer({ min: 0, max: 1200 }), fc.constantFrom(0, 0, 700))
  .map(([low, more]) => ({ low, high: low + more, missing: more === 0 ? [] : ['groups.persons'] }));

test('every expression of every law is answered and explained as the reference does', () => {
  const days = ['2012-06-01', '2021-03-01', '2026-06-01', '2028-01-01'].map((day) => parseInstant(day) as Instant);
  const questions = packs.flatMap(({ law }) => Object.keys(law.questions).map((name) => `${law.id}/${name}`));
  const assessments = fc.dictionary(
    fc.constantFrom(...questions),
    fc.record({ answer: fc.boolean(), reason: fc.constantFrom('a', 'b') }),
    { minKeys: 0, maxKeys: 300, size: 'max' },
  );
  const seen = { true: 0, false: 0, null: 0 };
  fc.assert(
    fc.property(
      fc.constantFrom(...days),
      known,
      range,
      range,
      assessments,
      (day, facts, underLaw, concerned, given) => {
        const counts: Counts = { personsUnderLaw: underLaw, personsConcerned: concerned };
        for (const law of lawBook(packs, day).laws) {
          const exact = Object.fromEntries(
            Object.entries(counts).flatMap(([name, { low, high }]) => (low === high ? [[name, BigInt(low)]] : [])),
          );
          const all: Known = { ...facts, ...exact };
          const asking = askingOf({ values: LAW_FACT_NAMES.map((name) => all[name]), counts }, given);
          const texts = [
            law.applies?.text,
            law.representative?.group,
            ...law.duties.flatMap(({ duty }) => duty.when.flatMap(({ group, overall }) => [group, overall])),
          ];
          for (const text of new Set(texts)) {
            if (text === undefined) continue;
            const ask = law.ask([text]);
            const said: Saying[] = [];
            ask.explain(asking, said);
            const found = { value: ask.value(asking), ...explanationOf(said) };
            expect(found, `${law.pack.law.id}: ${text}`).toEqual(reference(law, text, all, counts, given));
            seen[`${found.value}`] += 1;
          }
        }
      },
    ),
    { seed: 41, numRuns: 10 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100);
});

test('a law that the index leaves out would have said no', () => {
  fc.assert(
    fc.property(known, (facts) => {
      const book = lawBook(packs, parseInstant('2026-06-01') as Instant);
      const values = LAW_FACT_NAMES.map((name) => facts[name]);
      const candidates = new Set(book.candidates(values));
      book.laws.forEach(({ applies }, index) => {
        if (candidates.has(index) || applies === undefined) return;
        expect(applies.ask.value(askingOf({ values, counts: {} }, {}))).toBe(false);
      });
      expect(candidates.size).toBeLessThan(book.laws.length);
    }),
    { seed: 42, numRuns: 300 },
  );
});

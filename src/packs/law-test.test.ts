import { type CelInput, celEnv, isCelError, parse, plan } from '@bufbuild/cel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FIELDS } from '../model/field.ts';
import { type LawExpression, namesIn, parseLawExpression } from './law-expression.ts';
import { type FactValues, LAW_FACT_NAMES, LAW_FACTS, type LawFactName } from './law-fact.ts';
import { loadLawPacks } from './law-pack.ts';
import { type KnownLists, nativeTest } from './law-test.ts';

const loaded = loadLawPacks(new URL('../../packs', import.meta.url).pathname);
if (!loaded.ok) throw new Error(loaded.error.message);

const WORDS = [
  ...FIELDS.slice(0, 8),
  'US',
  'CA',
  'FR',
  'insider',
  'mistake',
  'mistaken',
  'confidentiality',
  'availability',
];
const texts = new Map<string, ReadonlySet<string>>();
const gather = (node: unknown, lists: ReadonlySet<string>): void => {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (['when', 'group', 'overall', 'if'].includes(key) && typeof value === 'string') texts.set(value, lists);
    else gather(value, lists);
  }
};
for (const { law } of loaded.value)
  gather([law.applies, law.conditions, law.representative, law.duties], new Set(Object.keys(law.lists)));
for (const text of [
  '"email" in []',
  '"a" in fields',
  'fields.all(f, f == "name" || !(f in here))',
  'actors != 3',
  'country != "FR"',
])
  texts.set(text, new Set(['here']));

const asSample = (name: string, lists: ReadonlySet<string>): fc.Arbitrary<CelInput> => {
  const words = fc.subarray([...WORDS]);
  if (lists.has(name)) return words;
  const kind = LAW_FACTS[name as LawFactName]?.kind ?? 'flag';
  if (kind === 'words') return words;
  if (kind === 'word') return fc.constantFrom(...WORDS);
  return kind === 'count' ? fc.bigInt({ min: 0n, max: 1200n }) : fc.boolean();
};

/** The facts among the bindings, as a test reads them. */
const valuesOf = (bindings: Readonly<Record<string, CelInput>>): FactValues =>
  LAW_FACT_NAMES.map((name) => bindings[name]);

/** By hand, the tests as the engine asks them: over the facts, with the lists' words laid in. */
function walked(
  expression: LawExpression,
  bindings: Readonly<Record<string, CelInput>>,
  lists: KnownLists,
): boolean | undefined {
  switch (expression.kind) {
    case 'and':
      return expression.parts.every((part) => walked(part, bindings, lists) === true);
    case 'or':
      return expression.parts.some((part) => walked(part, bindings, lists) === true);
    case 'not':
      return walked(expression.part, bindings, lists) === false;
    case 'name':
      return bindings[expression.name] === true;
    case 'test':
      return expression.withLists(lists)(valuesOf(bindings));
  }
}

test('every expression of every shipped law gives what the CEL library gives', () => {
  const env = celEnv();
  let compared = 0;
  for (const [text, lists] of texts) {
    const expression = parseLawExpression(text);
    const node = parse(text).expr;
    if (!expression.ok || node === undefined) throw new Error(text);
    const cel = plan(env, node);
    const names = [...namesIn(expression.value)];
    fc.assert(
      fc.property(fc.record(Object.fromEntries(names.map((name) => [name, asSample(name, lists)]))), (bindings) => {
        const value = cel(bindings);
        const plain = isCelError(value) ? undefined : value;
        const words = Object.entries(bindings).filter(([name]) => lists.has(name)) as [string, string[]][];
        expect(plain, text).toBe(walked(expression.value, bindings, Object.fromEntries(words)));
        compared += 1;
      }),
      { seed: 21, numRuns: 25 },
    );
  }
  expect(compared).toBeGreaterThan(1000);
});

test('what is not one of the known shapes is left to CEL, and what has no value has no answer', () => {
  const native = (text: string) => {
    const node = parse(text).expr;
    const test = node === undefined ? null : nativeTest(node, { here: ['phone', 'email'] });
    return test === null ? null : (bindings: Record<string, CelInput>) => test(valuesOf(bindings));
  };
  expect(native('size(fields) > 2')).toBeNull();
  expect(native('fields.map(f, f).exists(f, f in here)')).toBeNull();
  expect(native('country.startsWith("U")')).toBeNull();
  expect(native('"email" in fields')?.({})).toBeUndefined();
  expect(native('"email" in fields')?.({ fields: ['email'] })).toBe(true);
  expect(native('fields.exists(f, f in here)')?.({ fields: ['email'] })).toBe(true);
  expect(native('fields.exists(f, f in nowhere)')).toBeNull();
  expect(native('actors > 2')?.({ actors: 2n })).toBe(false);
});

import type { CelInput } from '@bufbuild/cel';
import { describe, expect, test } from 'vitest';
import { type LawExpression, namesIn, parseLawExpression } from './law-expression.ts';
import { LAW_FACT_NAMES, type LawFactName } from './law-fact.ts';

const parsed = (text: string): LawExpression => {
  const result = parseLawExpression(text);
  if (!result.ok) throw new Error(result.error);
  return result.value;
};

describe('the logic of an expression is laid open', () => {
  test('and, or and not are walked, what is below is a test', () => {
    expect(parsed("a && !b && (c || 'x' in fields)")).toEqual({
      kind: 'and',
      parts: [
        { kind: 'name', name: 'a' },
        { kind: 'not', part: { kind: 'name', name: 'b' } },
        {
          kind: 'or',
          parts: [{ kind: 'name', name: 'c' }, expect.objectContaining({ kind: 'test', names: ['fields'] }) as unknown],
        },
      ],
    });
  });

  test('the variable of a macro is not a name', () => {
    expect(namesIn(parsed('fields.exists(f, f in sensitive) || persons > 500'))).toEqual([
      'fields',
      'sensitive',
      'persons',
    ]);
  });
});

describe('a test is CEL', () => {
  const asked = (text: string, facts: Partial<Record<LawFactName, CelInput>>): boolean | undefined => {
    const expression = parsed(text);
    const values = LAW_FACT_NAMES.map((name) => facts[name]);
    return expression.kind === 'test' ? expression.withLists({ contact: ['email'] })(values) : undefined;
  };

  test.each<[string, Partial<Record<LawFactName, CelInput>>, boolean]>([
    ["'email' in fields", { fields: ['email'] }, true],
    ['fields.all(f, f in contact)', { fields: ['email', 'health'] }, false],
    ['fields.map(f, f).all(f, f in contact)', { fields: ['email'] }, true],
    ['personsConcerned > 500', { personsConcerned: 501n }, true],
    ['personsConcerned > 500', { personsConcerned: 500n }, false],
    ["intent in ['mistaken', 'careless']", { intent: 'careless' }, true],
  ])('%s', (text, facts, expected) => {
    expect(asked(text, facts)).toBe(expected);
  });

  test('what CEL cannot evaluate to true or false has no answer', () => {
    expect(asked('personsConcerned > 500', {})).toBeUndefined();
    expect(asked('size(fields)', { fields: ['email'] })).toBeUndefined();
  });
});

test('what is not CEL is refused, with what was expected', () => {
  const result = parseLawExpression('a &&');
  expect(result.ok ? '' : result.error).toMatch(/expected a CEL expression: /);
});

import { describe, expect, test } from 'vitest';
import { type LawExpression, namesIn, parseLawExpression } from './law-expression.ts';

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
  const test1 = (text: string, bindings: Record<string, string | bigint | string[]>): boolean | undefined => {
    const expression = parsed(text);
    return expression.kind === 'test' ? expression.test(bindings) : undefined;
  };

  test.each([
    ["'email' in fields", { fields: ['email'] }, true],
    ['fields.all(f, f in contact)', { fields: ['email', 'health'], contact: ['email'] }, false],
    ['persons > 500', { persons: 501n }, true],
    ['persons > 500', { persons: 500n }, false],
    ["intent in ['mistaken', 'careless']", { intent: 'careless' }, true],
  ])('%s', (text, bindings, expected) => {
    expect(test1(text, bindings)).toBe(expected);
  });

  test('what CEL cannot evaluate to true or false has no answer', () => {
    expect(test1('persons > 500', {})).toBeUndefined();
    expect(test1('size(fields)', { fields: ['email'] })).toBeUndefined();
  });
});

test('what is not CEL is refused, with what was expected', () => {
  const result = parseLawExpression('a &&');
  expect(result.ok ? '' : result.error).toMatch(/expected a CEL expression: /);
});

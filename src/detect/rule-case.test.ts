import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DETECTION_RULE, loadRulePack } from '../packs/rule-pack.ts';
import { runRuleCase } from './rule-case.ts';

const packs = fileURLToPath(new URL('../../packs', import.meta.url));
const loaded = loadRulePack(packs, DETECTION_RULE);
if (!loaded.ok) throw new Error(loaded.error.message);
const { rule, cases } = loaded.value;

describe('packs/rules/unexplained-access', () => {
  it.each(cases.map((given) => [given.name, given] as const))('%s', (_, given) => {
    const outcome = runRuleCase(rule, given);
    expect(outcome.found).toEqual(outcome.expected);
    expect(outcome.passed).toBe(true);
  });
});

describe('runRuleCase', () => {
  const [first] = cases;
  if (first === undefined) throw new Error('the pack has cases');

  it('fails a case whose finding does not come', () => {
    const silent = { ...rule, burst: { ...rule.burst, threshold: 1e9 } };
    expect(runRuleCase(silent, first)).toMatchObject({ passed: false, found: [] });
  });

  it('fails a case with a finding that it does not expect', () => {
    expect(runRuleCase(rule, { ...first, expect: [] })).toMatchObject({
      passed: false,
      found: ['burst clerk 2026-01-19'],
    });
  });
});

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadRulePack, ruleIds } from './rule-pack.ts';

const SHIPPED = fileURLToPath(new URL('../../packs', import.meta.url));
let packs: string;
const part = (name: string): string => join(packs, 'rules', 'mine', name);
beforeEach(() => {
  packs = mkdtempSync(join(tmpdir(), 'candour-rule-'));
  mkdirSync(join(packs, 'rules'));
  cpSync(join(SHIPPED, 'rules', 'unexplained-access'), join(packs, 'rules', 'mine'), { recursive: true });
  writeFileSync(part('rule.yml'), readFileSync(part('rule.yml'), 'utf8').replace('id: unexplained-access', 'id: mine'));
});
afterEach(() => rmSync(packs, { recursive: true }));

const edit = (name: string, from: string | RegExp, to: string): void =>
  writeFileSync(part(name), readFileSync(part(name), 'utf8').replace(from, to));

describe('loadRulePack', () => {
  it('gives the rule, its cases, and a digest that follows the rule and not its cases', () => {
    const before = loadRulePack(packs, 'mine');
    edit('rule.yml', 'budget: 20', 'budget: 21');
    const after = loadRulePack(packs, 'mine');
    if (!before.ok || !after.ok) throw new Error('the pack loads');
    expect(after.value).toMatchObject({ rule: { budget: 21 } });
    expect(before.value.digest).not.toBe(after.value.digest);
    expect(before.value.cases.length).toBeGreaterThan(1);
  });

  it.each([
    ['an unknown key', 'rule.yml', 'budget: 20', 'budgte: 20'],
    ['a threshold of nothing', 'rule.yml', 'threshold: 6', 'threshold: 0'],
    ['an id that is not the folder', 'rule.yml', 'id: mine', 'id: yours'],
    ['cases of which none expects silence', 'case.yml', /expect: \[\]/g, 'expect: [{ actor: x, kind: burst }]'],
  ])('refuses %s', (_, name, from, to) => {
    edit(name, from, to);
    expect(loadRulePack(packs, 'mine')).toMatchObject({ error: { code: 'PACK_INVALID' } });
  });

  it('tells an unknown pack from an unreadable one', () => {
    expect(loadRulePack(packs, 'none')).toMatchObject({ error: { code: 'PACK_UNKNOWN' } });
    rmSync(part('case.yml'));
    expect(loadRulePack(packs, 'mine')).toMatchObject({ error: { code: 'PACK_UNREADABLE' } });
    expect(ruleIds(packs)).toEqual(['mine']);
  });
});

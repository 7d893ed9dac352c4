import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '../core/hash.ts';
import { err, ok, type Result } from '../core/result.ts';
import { packFault } from './fault.ts';
import { parseYaml } from './parse-yaml.ts';
import { placeholdersIn, unfinished } from './placeholder.ts';
import { type Rule, type RuleCase, ruleCasesSchema, ruleSchema } from './rule-schema.ts';

/** The rule that `candour detect` runs. */
export const DETECTION_RULE = 'unexplained-access';

/** A detection rule as loaded, with its own cases and a digest that changes when the rule does. */
export interface RulePack {
  readonly rule: Rule;
  readonly cases: readonly RuleCase[];
  readonly digest: string;
}

/** Reads `packs/rules/<id>/`. Errors: `PACK_UNKNOWN`, `PACK_UNREADABLE`, `PACK_UNFINISHED`, `PACK_INVALID`. */
export function loadRulePack(packsFolder: string, id: string): Result<RulePack> {
  const known = ruleIds(packsFolder);
  if (!known.includes(id)) {
    return err(packFault('PACK_UNKNOWN', `loading rule pack: expected one of ${known.join(', ')}; found "${id}"`));
  }
  const shown = `packs/rules/${id}`;
  let ruleText: string;
  let caseText: string;
  try {
    ruleText = readFileSync(join(packsFolder, 'rules', id, 'rule.yml'), 'utf8');
    caseText = readFileSync(join(packsFolder, 'rules', id, 'case.yml'), 'utf8');
  } catch {
    return err(packFault('PACK_UNREADABLE', `loading rule pack ${id}: rule.yml and case.yml must be readable`));
  }
  const left = unfinished(shown, [
    ...placeholdersIn(ruleText, `${shown}/rule.yml`),
    ...placeholdersIn(caseText, `${shown}/case.yml`),
  ]);
  if (left !== null) return left;
  const rule = parseYaml(ruleText, `${shown}/rule.yml`, ruleSchema);
  if (!rule.ok) return rule;
  const cases = parseYaml(caseText, `${shown}/case.yml`, ruleCasesSchema);
  if (!cases.ok) return cases;
  if (rule.value.id !== id) {
    return err(packFault('PACK_INVALID', `packs/rules/${id}/rule.yml: id: expected "${id}", found "${rule.value.id}"`));
  }
  return ok({ rule: rule.value, cases: cases.value.cases, digest: sha256Hex(ruleText) });
}

/** Ids of all rule packs, sorted. */
export function ruleIds(packsFolder: string): readonly string[] {
  try {
    return readdirSync(join(packsFolder, 'rules'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  } catch {
    return [];
  }
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { sha256Hex } from '../core/hash.ts';
import { err, ok, type Result } from '../core/result.ts';
import { packFault } from './fault.ts';
import { parseYaml } from './parse-yaml.ts';
import { type Rule, type RuleCase, ruleCasesSchema, ruleSchema } from './rule-schema.ts';

/** The rule that `candour detect` runs. */
export const DETECTION_RULE = 'unexplained-access';

/** A detection rule as loaded, with its own cases and a digest that changes when the rule does. */
export interface RulePack {
  readonly rule: Rule;
  readonly cases: readonly RuleCase[];
  readonly digest: string;
}

/** Reads `packs/rules/<id>/`. Errors: `PACK_UNKNOWN`, `PACK_UNREADABLE`, `PACK_INVALID`. */
export function loadRulePack(packsFolder: string, id: string): Result<RulePack> {
  const known = ruleIds(packsFolder);
  if (!known.includes(id)) {
    return err(packFault('PACK_UNKNOWN', `loading rule pack: expected one of ${known.join(', ')}; found "${id}"`));
  }
  const rule = readPart(packsFolder, id, 'rule.yml', ruleSchema);
  if (!rule.ok) return rule;
  const cases = readPart(packsFolder, id, 'case.yml', ruleCasesSchema);
  if (!cases.ok) return cases;
  if (rule.value.parsed.id !== id) {
    return err(
      packFault('PACK_INVALID', `packs/rules/${id}/rule.yml: id: expected "${id}", found "${rule.value.parsed.id}"`),
    );
  }
  return ok({ rule: rule.value.parsed, cases: cases.value.parsed.cases, digest: sha256Hex(rule.value.text) });
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

function readPart<T>(
  packsFolder: string,
  id: string,
  name: string,
  schema: z.ZodType<T>,
): Result<{ readonly text: string; readonly parsed: T }> {
  let text: string;
  try {
    text = readFileSync(join(packsFolder, 'rules', id, name), 'utf8');
  } catch {
    return err(packFault('PACK_UNREADABLE', `loading rule pack ${id}: rule.yml and case.yml must be readable`));
  }
  const parsed = parseYaml(text, `packs/rules/${id}/${name}`, schema);
  return parsed.ok ? ok({ text, parsed: parsed.value }) : parsed;
}

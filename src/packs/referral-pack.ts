import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../core/result.ts';
import { packFault } from './fault.ts';
import { parseYaml } from './parse-yaml.ts';

const bagPath = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/, 'expected a path inside the bag');

/** `packs/referral/<id>/referral.yml`: which texts a bag carries, where, under which law, and the words for facts. */
export const referralSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  title: z.string().min(1),
  status: z.enum(['stable', 'draft']),
  language: z.string().regex(/^[a-z]{2}$/),
  citation: z.array(z.strictObject({ title: z.string().min(1), url: z.url() })).min(1),
  files: z
    .array(
      z.strictObject({
        path: bagPath.describe('where it stands in the bag; under data/ it may name no value of the seal'),
        template: z.string().regex(/^[a-z0-9.-]+\.(txt|html)$/),
        jurisdiction: z.string().min(1).optional(),
        citation: z.array(z.strictObject({ title: z.string().min(1), url: z.url() })).default([]),
      }),
    )
    .min(1),
  factWords: z.record(z.string(), z.string().min(1)).describe('what each fact of the case says, by its key'),
});

/** A text of a bag as loaded. */
export interface ReferralText {
  readonly path: string;
  readonly template: string;
  readonly html: boolean;
}

export interface ReferralPack {
  readonly id: string;
  readonly texts: readonly ReferralText[];
  readonly factWords: Readonly<Record<string, string>>;
}

/** `packs/referral/<id>/cases/<name>.yml`: values over the invented ones of `values.yml`, and what one text then says. */
const caseSchema = z.strictObject({
  title: z.string().min(1).describe('the claim that this case proves'),
  given: z.record(z.string(), z.unknown()).default({}),
  path: bagPath,
  says: z.array(z.string().min(1)).default([]),
  never: z.array(z.string().min(1)).default([]),
});
export type ReferralCase = z.infer<typeof caseSchema> & { readonly file: string };

const valuesSchema = z.record(z.string(), z.unknown());

/** Reads `packs/referral/<id>/`. Errors: `PACK_UNREADABLE`, `PACK_INVALID`. */
export function loadReferralPack(packsFolder: string, id: string): Result<ReferralPack> {
  const shown = `packs/referral/${id}`;
  const yaml = read(packsFolder, id, 'referral.yml');
  if (!yaml.ok) return yaml;
  const plan = parseYaml(yaml.value, `${shown}/referral.yml`, referralSchema);
  if (!plan.ok) return plan;
  if (plan.value.id !== id)
    return err(packFault('PACK_INVALID', `${shown}/referral.yml: id: expected "${id}", found "${plan.value.id}"`));
  const texts: ReferralText[] = [];
  for (const { path, template } of plan.value.files) {
    const text = read(packsFolder, id, template);
    if (!text.ok) return text;
    texts.push({ path, template: text.value, html: template.endsWith('.html') });
  }
  return ok({ id, texts, factWords: plan.value.factWords });
}

/** The invented values and the cases over them, sorted by file name. Errors: `PACK_UNREADABLE`, `PACK_INVALID`. */
export function loadReferralCases(
  packsFolder: string,
  id: string,
): Result<{ readonly values: Readonly<Record<string, unknown>>; readonly cases: readonly ReferralCase[] }> {
  const shown = `packs/referral/${id}`;
  const yaml = read(packsFolder, id, 'values.yml');
  if (!yaml.ok) return yaml;
  const values = parseYaml(yaml.value, `${shown}/values.yml`, valuesSchema);
  if (!values.ok) return values;
  const cases: ReferralCase[] = [];
  const folder = join(packsFolder, 'referral', id, 'cases');
  for (const file of readdirSync(folder).sort()) {
    const parsed = parseYaml(readFileSync(join(folder, file), 'utf8'), `${shown}/cases/${file}`, caseSchema);
    if (!parsed.ok) return parsed;
    cases.push({ ...parsed.value, file });
  }
  return ok({ values: values.value, cases });
}

function read(packsFolder: string, id: string, file: string): Result<string> {
  try {
    return ok(readFileSync(join(packsFolder, 'referral', id, file), 'utf8'));
  } catch {
    return err(packFault('PACK_UNREADABLE', `loading referral pack: packs/referral/${id}/${file} must be readable`));
  }
}

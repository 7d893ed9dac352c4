import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../core/result.ts';
import { packFault } from './fault.ts';
import { type NoticePlan, noticeSchema } from './notice-schema.ts';
import { type NoticeText, noticeTextSchema } from './notice-text.ts';
import { parseYaml } from './parse-yaml.ts';
import { placeholdersIn, unfinished } from './placeholder.ts';

/** A kind of notice as loaded: what is said when (`plan`), and how, by language. */
export interface NoticePack {
  readonly plan: NoticePlan;
  readonly texts: ReadonlyMap<string, NoticeText>;
}

/**
 * Reads `packs/notices/<id>/`. Each language must have a text for exactly what the plan names. All problems of the first
 * bad file are reported with file:line:column. Errors: `PACK_UNREADABLE`, `PACK_UNFINISHED`, `PACK_INVALID`.
 */
export function loadNoticePack(packsFolder: string, id: string): Result<NoticePack> {
  const folder = join(packsFolder, 'notices', id);
  const shown = `packs/notices/${id}`;
  const planText = read(folder, shown, 'notice.yml');
  if (!planText.ok) return planText;
  const open = placeholdersIn(planText.value, `${shown}/notice.yml`);
  const listed = open.length === 0 ? [] : filesOf(folder).filter((file) => file !== 'notice.yml');
  const left = unfinished(shown, [...open, ...listed.flatMap((file) => placeholdersOf(folder, shown, file))]);
  if (left !== null) return left;
  const plan = parseYaml(planText.value, `${shown}/notice.yml`, noticeSchema);
  if (!plan.ok) return plan;
  if (plan.value.id !== id) {
    return err(packFault('PACK_INVALID', `${shown}/notice.yml: id: expected "${id}", found "${plan.value.id}"`));
  }
  const texts = new Map<string, NoticeText>();
  for (const language of plan.value.languages) {
    const source = read(folder, shown, `${language}.yml`);
    if (!source.ok) return source;
    const untold = unfinished(shown, placeholdersIn(source.value, `${shown}/${language}.yml`));
    if (untold !== null) return untold;
    const text = parseYaml(source.value, `${shown}/${language}.yml`, noticeTextSchema(plan.value, language));
    if (!text.ok) return text;
    texts.set(language, text.value);
  }
  return ok({ plan: plan.value, texts });
}

/** Ids of all kinds of notices, sorted. */
export function noticeIds(packsFolder: string): readonly string[] {
  try {
    return readdirSync(join(packsFolder, 'notices'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  } catch {
    return [];
  }
}

/** YAML files of a pack, those of the languages. */
const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.yml'))
    .sort();

function placeholdersOf(folder: string, shown: string, file: string): readonly string[] {
  const text = read(folder, shown, file);
  return text.ok ? placeholdersIn(text.value, `${shown}/${file}`) : [];
}

function read(folder: string, shown: string, file: string): Result<string> {
  try {
    return ok(readFileSync(join(folder, file), 'utf8'));
  } catch {
    return err(packFault('PACK_UNREADABLE', `loading notice pack: ${shown}/${file} must be readable`));
  }
}

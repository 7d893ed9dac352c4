import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from '../core/fault.ts';
import { sha256Hex } from '../core/hash.ts';
import { err, ok, type Result } from '../core/result.ts';
import { type Facts, factsSchema } from '../model/facts.ts';
import { packFault } from './fault.ts';
import { checkLaw } from './law-check.ts';
import { type LawParts, loadLawParts } from './law-part.ts';
import {
  authoritySchema,
  type LawAuthority,
  type LawContact,
  type LawExpectation,
  lawCaseSchema,
  lawFileSchema,
} from './law-schema.ts';
import type { LawText } from './law-text.ts';
import { parseYaml } from './parse-yaml.ts';
import { placeholdersIn, unfinished } from './placeholder.ts';
import { resolveLaw } from './resolve-law.ts';

/** The files of a law pack. */
export const LAW_PACK_FILES = ['law.yml', 'authority.yml', 'case.yml'] as const;

/** The texts of a pack's three files. */
export type LawPackText = Readonly<Record<(typeof LAW_PACK_FILES)[number], string>>;

/** One example of a law pack, its facts complete. */
export interface LawPackCase {
  readonly name: string;
  /** The official example it follows, or `derived`. */
  readonly from: string | undefined;
  readonly facts: Facts;
  readonly expect: Readonly<Record<string, LawExpectation>>;
}

/** A law as loaded: every name resolves and every expression parses. */
export interface LawPack {
  readonly law: LawText;
  readonly authorities: readonly LawAuthority[];
  readonly contacts: readonly LawContact[];
  /** Empty when they were not asked for. */
  readonly cases: readonly LawPackCase[];
  /** Changes when any of the three files does, or a shared part that the law uses. */
  readonly digest: string;
}

/** `case.yml` with each case's facts laid over the base and completed. */
const caseFileSchema = lawCaseSchema.transform(({ base, cases }, context): readonly LawPackCase[] =>
  cases.flatMap((lawCase, index) => {
    const facts = factsSchema.safeParse({ ...base, ...lawCase.facts });
    if (facts.success) return [{ name: lawCase.name, from: lawCase.from, facts: facts.data, expect: lawCase.expect }];
    for (const issue of facts.error.issues) {
      context.addIssue({ code: 'custom', path: ['cases', index, 'facts', ...issue.path], message: issue.message });
    }
    return [];
  }),
);

/**
 * Reads a law pack from its files' texts; `folder` stands in messages, `parts` are those it may use. Errors: `PACK_INVALID`, with every
 * problem of a file; `PACK_UNFINISHED`, with every place that a template left open.
 */
export function readLawPack(
  id: string,
  folder: string,
  text: LawPackText,
  parts: LawParts = new Map(),
  withCases = true,
): Result<LawPack> {
  const open = LAW_PACK_FILES.flatMap((file) => placeholdersIn(text[file], `${folder}/${file}`));
  const left = unfinished(folder, open);
  if (left !== null) return left;
  const authority = parseYaml(text['authority.yml'], `${folder}/authority.yml`, authoritySchema);
  if (!authority.ok) return authority;
  const { authorities, contacts } = authority.value;

  let used: readonly string[] = [];
  const checked = lawFileSchema.transform((file, context): LawText => {
    const resolved = resolveLaw(file, parts);
    const problems = checkLaw(resolved.law, authorities);
    used = file.use;
    if (file.id !== id) {
      context.addIssue({
        code: 'custom',
        path: ['id'],
        message: `expected the folder's name "${id}", found "${file.id}"`,
      });
    }
    for (const problem of [...resolved.problems, ...problems]) {
      context.addIssue({ code: 'custom', path: [...problem.path], message: problem.message });
    }
    return resolved.law;
  });
  const law = parseYaml(text['law.yml'], `${folder}/law.yml`, checked);
  if (!law.ok) return law;

  const cases = withCases ? parseYaml(text['case.yml'], `${folder}/case.yml`, caseFileSchema) : ok([]);
  if (!cases.ok) return cases;
  const shared = used.map((part) => JSON.stringify(parts.get(part)));
  const digest = sha256Hex([...LAW_PACK_FILES.map((file) => text[file]), ...shared].join('\u0000'));
  return ok({ law: law.value, authorities, contacts, cases: cases.value, digest });
}

/** Reads `packs/laws/<id>/`, and the shared parts unless they are given. Errors: `PACK_UNKNOWN`, `PACK_UNREADABLE`, `PACK_INVALID`. */
export function loadLawPack(packsFolder: string, id: string, given?: LawParts, withCases = true): Result<LawPack> {
  const parts = given === undefined ? loadLawParts(packsFolder) : ok(given);
  if (!parts.ok) return parts;
  const known = lawIds(packsFolder);
  if (!known.includes(id)) {
    const message = `loading law pack: expected one of ${known.join(', ')}, found "${id}"`;
    return err(packFault('PACK_UNKNOWN', message, undefined, 'List the ids with `candour laws list`.'));
  }
  const folder = join(packsFolder, 'laws', id);
  const read = (file: (typeof LAW_PACK_FILES)[number]): string => readFileSync(join(folder, file), 'utf8');
  let text: LawPackText;
  try {
    text = { 'law.yml': read('law.yml'), 'authority.yml': read('authority.yml'), 'case.yml': read('case.yml') };
  } catch {
    return err(packFault('PACK_UNREADABLE', `loading law pack ${id}: ${LAW_PACK_FILES.join(', ')} must be readable`));
  }
  return readLawPack(id, `packs/laws/${id}`, text, parts.value, withCases);
}

/**
 * All law packs, by id, without their cases unless asked for (reading those takes as long as reading the laws); one bad pack fails the whole, with the
 * problems of all: a law left out in silence would be a wrong answer.
 */
export function loadLawPacks(packsFolder: string, withCases = false): Result<readonly LawPack[]> {
  const parts = loadLawParts(packsFolder);
  if (!parts.ok) return parts;
  const packs: LawPack[] = [];
  const faults: Fault[] = [];
  for (const id of lawIds(packsFolder)) {
    const pack = loadLawPack(packsFolder, id, parts.value, withCases);
    if (pack.ok) packs.push(pack.value);
    else faults.push(pack.error);
  }
  const [first, second] = faults;
  if (first === undefined) return ok(packs);
  if (second === undefined) return err(first);
  const problems = faults.reduce((sum, { facts }) => sum + Number(facts?.['problems'] ?? 1), 0);
  return err(packFault('PACK_INVALID', faults.map(({ message }) => message).join('; '), { problems }));
}

/** Ids of all law packs, sorted. */
export function lawIds(packsFolder: string): readonly string[] {
  try {
    return readdirSync(join(packsFolder, 'laws'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  } catch {
    return [];
  }
}

/** Names of all authorities of these packs by id, for texts that name them. */
export const authorityNames = (packs: readonly LawPack[]): Readonly<Record<string, string>> =>
  Object.fromEntries(packs.flatMap(({ authorities }) => authorities.map(({ id, name }) => [id, name])));

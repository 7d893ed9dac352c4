import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { CONTENT_KEYS, DUTY_VERDICTS, type DutyVerdict } from '../../src/model/duty.ts';
import { loadLawPacks } from '../../src/packs/law-pack.ts';
import { parseYaml } from '../../src/packs/parse-yaml.ts';

const day = z.iso.date();
const toldSchema = z.strictObject({
  verdict: z.enum(DUTY_VERDICTS),
  recipient: z.string().optional(),
  persons: z.number().int().optional(),
  /** Local day on which the deadline ends; null: the law sets none. */
  deadline: z.null().optional(),
  day: day.optional(),
  strictDay: day.optional(),
  decides: z.array(z.string()).default([]),
  content: z.array(z.enum(CONTENT_KEYS)).default([]),
  forbids: z.array(z.enum(CONTENT_KEYS)).optional(),
  before: z.string().optional(),
  after: z.string().optional(),
});
const officialSchema = z.strictObject({
  cases: z.array(
    z.strictObject({
      id: z.string(),
      law: z.string().optional(),
      provenance: z.enum(['A', 'B', 'C']),
      words: z.array(z.string()).default([]),
      letter: z.enum(['valid', 'invalid']).optional(),
      answers: z
        .array(
          z.strictObject({
            case: z.string(),
            authority: toldSchema.optional(),
            individuals: toldSchema.optional(),
            register: toldSchema.optional(),
          }),
        )
        .default([]),
      open: z.string().optional(),
    }),
  ),
});

export type Told = z.infer<typeof toldSchema>;

const FILE = new URL('official-case.yml', import.meta.url);
const read = parseYaml(readFileSync(FILE, 'utf8'), 'tests/law/official-case.yml', officialSchema);
if (!read.ok) throw new Error(read.error.message);

/** What the authorities answered, in the project's own transcription. */
export const transcribed = read.value.cases;

const loaded = loadLawPacks(new URL('../../packs', import.meta.url).pathname, true);
if (!loaded.ok) throw new Error(loaded.error.message);
export const packs = loaded.value;

/** The case of a pack that carries an official example; throws when there is none of that name. */
export function carriedCase(id: string, name: string) {
  for (const pack of packs) {
    for (const found of pack.cases) {
      if (found.name === name && found.from?.split(/[ ,;]+/).includes(id)) return { pack, facts: found.facts };
    }
  }
  throw new Error(`no pack carries ${id} as "${name}"`);
}

/** One row of the collection that lies beside the checkout where the project is built. */
export interface CollectedRow {
  readonly id: string;
  readonly provenance: string;
  readonly says: string;
  readonly authority: DutyVerdict | null;
  readonly individuals: DutyVerdict | null;
}

const COLLECTION = new URL('../../../shared/law/cases.md', import.meta.url);
export const collectionIsThere = existsSync(COLLECTION);

/** Sections 1 (EDPB examples), 2 (Annex B) and 3 (decided cases) of the collection; empty without it. */
export function collected(): readonly CollectedRow[] {
  if (!collectionIsThere) return [];
  const text = readFileSync(COLLECTION, 'utf8');
  const section = (n: number): string => text.split(/^## /m).find((part) => part.startsWith(`${n}.`)) ?? '';
  const rows = (n: number): readonly string[][] =>
    section(n)
      .split('\n')
      .filter((line) => /^\| *\**G-/.test(line))
      .map((line) => line.split('|').map((cell) => cell.replaceAll('*', '').trim()));
  const column = (id: string, provenance: string, authority: string, individuals: string, note: string) => ({
    id,
    provenance,
    says: `REG ${authority} PPL ${individuals} ${note}`,
    authority: definite(authority),
    individuals: definite(individuals),
  });
  const annexSays = (id: string): string =>
    /numbers 9 and 10 seen/.test(section(2)) && /-(09|10)$/.test(id) ? 'A' : 'C';
  return [
    ...rows(1).map(([, id = '', , , , authority = '', people = '']) => column(id, 'B', authority, people, '')),
    ...rows(2).map(([, id = '', , authority = '', people = '', note = '']) =>
      column(id, annexSays(id), authority, people, note),
    ),
    ...rows(3).flatMap(([, ids = '', , , says = '', provenance = '']) =>
      ids.split(' / ').map((id) => ({
        id,
        provenance,
        says,
        authority: answerIn(says, 'REG'),
        individuals: answerIn(says, 'PPL'),
      })),
    ),
  ];
}

/** "Y" and "N", also followed by more words; what is conditional ("Y if …", "may be …") is no definite answer. */
const definite = (cell: string): DutyVerdict | null =>
  /^Y(?!\?| if| depending)/.test(cell) ? 'required' : /^N\b/.test(cell) ? 'not-required' : null;

/** `REG Y`, `REG = Y`, `REG and PPL Y`; null where the answer is about something else, or is different for different facts. */
function answerIn(says: string, who: 'REG' | 'PPL'): DutyVerdict | null {
  const found = new RegExp(`${who}(?: and \\w+)? ?=? ?([YN])(?! v\\.)\\b`).exec(says)?.[1];
  return found === undefined ? null : found === 'Y' ? 'required' : 'not-required';
}

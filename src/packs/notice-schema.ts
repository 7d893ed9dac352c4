import { parse } from '@bufbuild/cel';
import { z } from 'zod';
import { CONTENT_KEYS } from '../model/duty.ts';
import { FIELDS } from '../model/field.ts';

const word = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected lower-case words joined by dashes');
const country = z.string().regex(/^[A-Z]{2}$/, 'expected ISO 3166-1 alpha-2');
const conditionName = z.string().regex(/^[a-z]+(_[a-z]+)*$/, 'expected lower-case words joined by underscores');
const contentKeys = z.array(z.enum(CONTENT_KEYS));

const celText = z.string().superRefine((text, issue) => {
  try {
    parse(text);
  } catch (error) {
    issue.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'not CEL' });
  }
});

/** What a block can list below its sentence. */
export const NOTICE_LISTS = [
  'fields',
  'categories',
  'untouched',
  'authorities',
  'consequences',
  'advice',
  'bureaus',
  'service',
  'attorney-general',
  'state-agencies',
] as const;

const blockSchema = z.strictObject({
  id: word,
  when: conditionName.describe('the block appears when this condition holds'),
  label: word.optional().describe('the question that the block answers'),
  list: z.enum(NOTICE_LISTS).optional(),
  layout: z.enum(['bullets', 'numbers', 'inline']).default('bullets').describe('how the list is set'),
  lead: z.boolean().default(false).describe('part of the answer that comes first; set off from the rest'),
  keys: contentKeys.default([]).describe('content that the block carries when it appears'),
  tells: contentKeys
    .default([])
    .describe(
      'content that the block touches on without carrying it whole; like `keys`, it keeps the block away where a law forbids it',
    ),
  withholds: contentKeys
    .default([])
    .describe('the block says that this is not told; it appears only where a law forbids one of them'),
});

const sectionSchema = z.strictObject({
  id: word,
  heading: z.boolean().default(true),
  blocks: z.array(blockSchema).min(1),
});

const variantSchema = z.strictObject({
  id: word,
  regime: word.describe('id of a law pack, or `general`'),
  when: conditionName,
  keys: contentKeys.describe('content this form always carries, whether or not a duty asks for it'),
  only_when: z
    .partialRecord(z.enum(CONTENT_KEYS), conditionName)
    .default({})
    .describe('content that a duty asks for only of people for whom the condition holds'),
  statutory: z
    .strictObject({
      language: word,
      title: z.string().min(1),
      headings: z.record(word, z.string().min(1)),
    })
    .optional()
    .describe('title and headings that the law words itself; shown verbatim in every language'),
});

const byFieldSchema = z.strictObject({
  id: word,
  fields: z.array(z.enum(FIELDS)).describe('appears when one of these is exposed'),
  when: conditionName.optional().describe('appears also when this condition holds'),
});

const shape = z.strictObject({
  id: word,
  title: z.string().min(1),
  status: z.enum(['stable', 'draft']),
  channel: z.literal('email'),
  citation: z.array(z.strictObject({ title: z.string().min(1), url: z.url() })).min(1),
  languages: z.array(word).min(1),
  language_fallback: z.strictObject({
    places: z.array(
      z.strictObject({
        country,
        regions: z.array(z.string()).describe('upper case; empty = the whole country'),
        language: word,
      }),
    ),
    default: word,
  }),
  conditions: z.record(conditionName, celText).describe('CEL over person, controller, incident, language, variant, is'),
  variants: z.array(variantSchema).min(1).describe('the first that fits is the form; the last must always fit'),
  sections: z.array(sectionSchema).min(1),
  consequences: z.array(byFieldSchema),
  advice: z.array(byFieldSchema).describe('most urgent first'),
  categories: z.array(byFieldSchema).describe('kinds of data, each with its fields'),
  bureaus: z.array(z.string().min(1)),
  needs: z
    .partialRecord(z.enum(CONTENT_KEYS), z.string().min(1))
    .default({})
    .describe('what to give where content is missing; said by the fault NOTICE_KEY_MISSING'),
});

/** `packs/notices/<id>/notice.yml`: which blocks a notice has, in order, when each appears and what content it carries. */
export const noticeSchema = shape.superRefine((plan, issue) => {
  const say = (path: readonly (string | number)[], message: string) =>
    issue.addIssue({ code: 'custom', path: [...path], message });
  const conditions = new Set(Object.keys(plan.conditions));
  const checkWhen = (when: string | undefined, path: readonly (string | number)[]) => {
    if (when !== undefined && !conditions.has(when)) say([...path, 'when'], `no condition is called "${when}"`);
  };
  const seen = new Set<string>();
  const once = (kind: string, id: string, path: readonly (string | number)[]) => {
    if (seen.has(`${kind} ${id}`)) say([...path, 'id'], `${kind} "${id}" is there twice`);
    seen.add(`${kind} ${id}`);
  };
  plan.variants.forEach((variant, v) => {
    checkWhen(variant.when, ['variants', v]);
    once('variant', variant.id, ['variants', v]);
    for (const when of Object.values(variant.only_when)) checkWhen(when, ['variants', v, 'only_when']);
    const headed = plan.sections.filter((section) => section.heading).map((section) => section.id);
    if (variant.statutory !== undefined && !sameWords(Object.keys(variant.statutory.headings), headed)) {
      say(['variants', v, 'statutory', 'headings'], `expected a heading for each of ${headed.join(', ')}`);
    }
  });
  plan.sections.forEach((section, s) => {
    once('section', section.id, ['sections', s]);
    section.blocks.forEach((block, b) => {
      checkWhen(block.when, ['sections', s, 'blocks', b]);
      once('block', block.id, ['sections', s, 'blocks', b]);
    });
  });
  for (const table of ['consequences', 'advice', 'categories'] as const) {
    plan[table].forEach((line, n) => {
      checkWhen(line.when, [table, n]);
      once(table, line.id, [table, n]);
    });
  }
  const spoken = [plan.language_fallback.default, ...plan.language_fallback.places.map((place) => place.language)];
  for (const language of spoken) {
    if (!plan.languages.includes(language)) say(['language_fallback'], `language "${language}" has no texts`);
  }
});

export type NoticePlan = z.infer<typeof noticeSchema>;
export type NoticeVariant = NoticePlan['variants'][number];
export type NoticeBlock = NoticePlan['sections'][number]['blocks'][number];

const sameWords = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((word, i) => word === b[i]);

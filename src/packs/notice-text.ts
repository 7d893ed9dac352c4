import { IntlMessageFormat } from 'intl-messageformat';
import { z } from 'zod';
import type { ContentKey } from '../model/duty.ts';
import { FIELDS, type Field } from '../model/field.ts';
import type { NoticePlan } from './notice-schema.ts';

/** Values a message can name. Those with a `_` are ready text in the notice's language; dates are days in UTC. */
export const MESSAGE_VALUES = [
  'controller',
  'controller_country',
  'controller_address',
  'controller_email',
  'privacy_contact',
  'website_host',
  'dpo',
  'lead_authority',
  'representative',
  'representative_country',
  'name',
  'reference',
  'asked_language',
  'cause',
  'intent',
  'actors',
  'persons',
  'started',
  'ended',
  'aware',
  'authority',
  'told_at',
  'told_reference',
  'parent_company',
  'recipient_name',
  'service_provider',
  'service_months',
  'service_web',
  'service_phone',
  'service_code',
  'service_until',
] as const;
export type MessageValue = (typeof MESSAGE_VALUES)[number];

/** Lines of lists that are made of facts, not of the plan. */
const LIST_LINES = [
  'told',
  'told-without-reference',
  'service-web',
  'service-phone',
  'service-code',
  'service-until',
] as const;

/** Texts of one notice in one language, in ICU MessageFormat. */
export interface NoticeText {
  readonly language: string;
  readonly subject: string;
  readonly title: string;
  readonly headings: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly blocks: Readonly<Record<string, string>>;
  readonly lists: Readonly<Record<(typeof LIST_LINES)[number], string>>;
  /** Kinds of data by the plan's `categories`. */
  readonly categories: Readonly<Record<string, string>>;
  readonly consequences: Readonly<Record<string, string>>;
  readonly advice: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<Field, string>>;
  readonly forbidden: readonly string[];
}

/** Values that tell something a law may forbid: a block that names one has to list the content. */
const TOLD_BY: Readonly<Partial<Record<string, ContentKey>>> = {
  persons: 'count',
  actors: 'nature',
  cause: 'nature',
  intent: 'nature',
  started: 'date',
  ended: 'date',
  aware: 'discovery',
  representative: 'representative',
  parent_company: 'parent-company',
  recipient_name: 'recipient',
  service_provider: 'mitigation-services',
};

/** `told`: content that the text's block lists; null where no block stands around it. */
const message = (language: string, told: readonly ContentKey[] | null = null) =>
  z
    .string()
    .min(1)
    .superRefine((text, issue) => {
      for (const problem of messageProblems(text, language, told)) issue.addIssue({ code: 'custom', message: problem });
    });

/** The schema of `<language>.yml`: a text for exactly the headings, labels, blocks and lines that the plan names. */
export function noticeTextSchema(plan: NoticePlan, language: string): z.ZodType<NoticeText> {
  const blocks = plan.sections.flatMap((section) => section.blocks);
  const blockTexts = z.strictObject(
    Object.fromEntries(blocks.map((block) => [block.id, message(language, [...block.keys, ...block.tells])] as const)),
  );
  const texts = (ids: readonly string[]) =>
    z.strictObject(Object.fromEntries(ids.map((id) => [id, message(language)] as const)));
  const words = z.strictObject(
    Object.fromEntries(FIELDS.map((field) => [field, z.string().min(1)])) as Record<Field, z.ZodString>,
  );
  return z.strictObject({
    language: z.literal(language),
    subject: message(language),
    title: message(language),
    headings: texts(plan.sections.filter((section) => section.heading).map((section) => section.id)),
    labels: texts([...new Set(blocks.flatMap((block) => block.label ?? []))]),
    blocks: blockTexts,
    lists: z.strictObject(
      Object.fromEntries(LIST_LINES.map((line) => [line, message(language)] as const)) as Record<
        (typeof LIST_LINES)[number],
        ReturnType<typeof message>
      >,
    ),
    categories: texts(plan.categories.map((line) => line.id)),
    consequences: texts(plan.consequences.map((line) => line.id)),
    advice: texts(plan.advice.map((line) => line.id)),
    fields: words.describe('a human name for every word of the vocabulary'),
    forbidden: z.array(z.string().min(1)).describe('words that no finished notice may contain'),
  });
}

/** What is wrong with an ICU message: it does not parse, it names a value that no notice has, or one whose content its block does not list. */
function messageProblems(text: string, language: string, told: readonly ContentKey[] | null): readonly string[] {
  try {
    const parsed: unknown = new IntlMessageFormat(text, language, undefined, { ignoreTag: true }).getAst();
    const named = [...new Set(namedValues(parsed))];
    const unlisted = named.flatMap((name) => {
      const key = TOLD_BY[name];
      return key === undefined || told === null || told.includes(key) ? [] : [[name, key] as const];
    });
    return [
      ...named
        .filter((name) => !(MESSAGE_VALUES as readonly string[]).includes(name))
        .map((name) => `no value is called "${name}"; expected one of ${MESSAGE_VALUES.join(', ')}`),
      ...unlisted.map(
        ([name, key]) => `{${name}} tells "${key}": notice.yml must list it in the block's keys or tells`,
      ),
    ];
  } catch (error) {
    return [`not ICU MessageFormat: ${error instanceof Error ? error.message : 'cannot be parsed'}`];
  }
}

/** Element types of FormatJS's syntax tree that name a value: argument 1, number 2, date 3, time 4, select 5, plural 6. */
function* namedValues(node: unknown): Generator<string> {
  if (Array.isArray(node)) {
    for (const child of node as readonly unknown[]) yield* namedValues(child);
    return;
  }
  if (typeof node !== 'object' || node === null || !('type' in node)) return;
  if (typeof node.type === 'number' && node.type >= 1 && node.type <= 6 && 'value' in node) yield String(node.value);
  if ('options' in node && typeof node.options === 'object' && node.options !== null) {
    for (const option of Object.values(node.options as Record<string, { value?: unknown }>)) {
      yield* namedValues(option.value);
    }
  }
}

import { IntlMessageFormat } from 'intl-messageformat';
import { err, ok, type Result } from '../core/result.ts';
import { FIELDS, type Field } from '../model/field.ts';
import type { OfficeContact } from '../model/notice.ts';
import type { NoticePack } from '../packs/notice-pack.ts';
import type { NoticeBlock, NoticePlan, NoticeVariant } from '../packs/notice-schema.ts';
import type { NoticeText } from '../packs/notice-text.ts';
import type { LanguageChoice } from './choose-language.ts';
import type { ConditionTruth } from './condition.ts';
import { noticeFault } from './fault.ts';
import { authorityValues, type MessageValues } from './message-value.ts';
import type { Block, Heading, NoticePage } from './notice-page.ts';
import type { Incident } from './statement.ts';

/** Everything that decides the words of a page; the two personal values stay `PERSONAL` in it. */
export interface PageSource {
  readonly incident: Incident;
  readonly fields: readonly Field[];
  readonly variant: NoticeVariant;
  readonly is: ConditionTruth;
  shows(block: NoticeBlock): boolean;
  readonly values: MessageValues;
  readonly language: LanguageChoice;
  readonly contacts: readonly OfficeContact[];
}

/** Composes pages from one pack; parsed messages are kept, since one notice needs about sixty. */
export function pageComposer(pack: NoticePack): (source: PageSource) => Result<NoticePage> {
  const parsed = new Map<string, IntlMessageFormat>();
  const format = (locale: string, message: string, values: MessageValues): string => {
    const key = `${locale}\n${message}`;
    const known = parsed.get(key) ?? new IntlMessageFormat(message, locale, undefined, { ignoreTag: true });
    parsed.set(key, known);
    const text: unknown = known.format(values);
    // YAML folds lines into spaces and leaves runs of them around ICU branches; a line feed is one that the text asks for.
    // A legal name can end in a full stop ("Inc."); a second one after it would look like a mistake.
    return String(text)
      .replace(/ {2,}/g, ' ')
      .replace(/(?<!\.)\.\.(?!\.)/g, '.')
      .trim();
  };
  return (source) => {
    const text = pack.texts.get(source.language.given);
    if (text === undefined) throw new Error(`language ${source.language.given} was chosen but has no texts`);
    const say = (message: string, more: MessageValues = {}) =>
      format(source.language.locale, message, { ...source.values, ...more });
    try {
      return ok(compose(pack.plan, text, source, say));
    } catch (error) {
      const found = error instanceof Error ? error.message : 'unknown';
      return err(noticeFault('NOTICE_MESSAGE_INVALID', `composing a notice in ${source.language.given}: ${found}`));
    }
  };
}

type Say = (message: string, more?: MessageValues) => string;

function compose(plan: NoticePlan, text: NoticeText, source: PageSource, say: Say): NoticePage {
  const { statutory } = source.variant;
  const heading = (verbatim: string | undefined, own: string): Heading =>
    statutory === undefined || verbatim === undefined
      ? { statutory: null, own: say(own) }
      : {
          statutory: { text: verbatim, language: statutory.language },
          own: statutory.language === text.language ? null : say(own),
        };
  return {
    language: text.language,
    locale: source.language.locale,
    subject: say(text.subject),
    title: heading(statutory?.title, text.title),
    sections: plan.sections.map((section) => ({
      id: section.id,
      heading: section.heading ? heading(statutory?.headings[section.id], text.headings[section.id] ?? '') : null,
      blocks: section.blocks
        .filter((block) => source.shows(block))
        .map((block) => composeBlock(plan, text, source, say, block)),
    })),
  };
}

function composeBlock(plan: NoticePlan, text: NoticeText, source: PageSource, say: Say, block: NoticeBlock): Block {
  return {
    id: block.id,
    label: block.label === undefined ? null : say(text.labels[block.label] ?? ''),
    text: say(text.blocks[block.id] ?? ''),
    list: listItems(plan, text, source, say, block.list),
    layout: block.layout,
    lead: block.lead,
  };
}

function listItems(
  plan: NoticePlan,
  text: NoticeText,
  source: PageSource,
  say: Say,
  list: NoticeBlock['list'],
): readonly string[] {
  const exposed = new Set<string>(source.fields);
  const inOrder = (fields: readonly Field[]) => FIELDS.filter((field) => fields.includes(field));
  switch (list) {
    case undefined:
      return [];
    case 'fields':
      return inOrder(source.fields).map((field) => text.fields[field]);
    case 'untouched':
      return inOrder(source.incident.untouched).map((field) => text.fields[field]);
    case 'authorities':
      return source.incident.facts.authorityInformed.map((told) =>
        say(
          told.reference === null ? text.lists['told-without-reference'] : text.lists.told,
          authorityValues(source.incident, told, source.language.locale),
        ),
      );
    case 'bureaus':
      return plan.bureaus;
    case 'service':
      return SERVICE_LINES.filter(([, value]) => source.values[value] !== undefined).map(([line]) =>
        say(text.lists[line]),
      );
    case 'attorney-general':
    case 'state-agencies':
      return source.contacts
        .filter(({ key }) => key === list)
        .map(({ name, address, phone, web }) => [name, address, phone, web].filter((part) => part !== null).join(', '));
    case 'consequences':
    case 'advice':
    case 'categories':
      return plan[list]
        .filter(
          (line) =>
            line.fields.some((field) => exposed.has(field)) ||
            (line.when !== undefined && source.is[line.when] === true),
        )
        .map((line) => say(text[list][line.id] ?? ''));
  }
}

/** Each line of the list with the value without which it is left out. */
const SERVICE_LINES = [
  ['service-web', 'service_web'],
  ['service-phone', 'service_phone'],
  ['service-code', 'service_code'],
  ['service-until', 'service_until'],
] as const;

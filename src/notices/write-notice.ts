import type { Fault } from '../core/fault.ts';
import { ok, type Result } from '../core/result.ts';
import type { Controller } from '../model/company.ts';
import type { ContentKey } from '../model/duty.ts';
import type { NoticePack } from '../packs/notice-pack.ts';
import type { NoticeBlock, NoticeVariant } from '../packs/notice-schema.ts';
import { chooseLanguage, type LanguageChoice } from './choose-language.ts';
import { chooseVariant } from './choose-variant.ts';
import { pageComposer } from './compose-page.ts';
import { planConditions } from './condition.ts';
import { lintNotice } from './lint-notice.ts';
import { messageValues, PERSONAL } from './message-value.ts';
import { escapeHtml, renderHtml } from './render-html.ts';
import { renderText } from './render-text.ts';
import { representedBy } from './represented.ts';
import { type Addressee, type Incident, statementOf } from './statement.ts';
import { tellable } from './unproven.ts';
import { withheldKeys } from './withheld.ts';

/** One notice to one person, ready to be put into a message. */
export interface Notice {
  readonly variant: string;
  readonly regime: string;
  readonly language: LanguageChoice;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Ids of the blocks that appear, in order. */
  readonly blocks: readonly string[];
  /** Content that these blocks carry. */
  readonly keys: readonly ContentKey[];
  /** What the lint found; empty = fit to be approved. */
  readonly faults: readonly Fault[];
}

/** Distinct bodies kept at once; beyond it the oldest go, so that memory stays flat however mixed the people are. */
const KEPT_BODIES = 2000;
const NAME_LENGTH = 100;
// Unicode categories Cc, Co, Cs, and of Cf those that change direction or hide; joiners stay, some scripts need them.
const UNFIT_FOR_NAME = /[\p{Cc}\p{Co}\p{Cs}\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF]+/gu;

/**
 * Writes the notices of one case. People who differ only in name and reference share one body, which is composed and linted
 * once; the rest costs two text replacements. Errors: `NOTICE_CONDITION_INVALID`, `NOTICE_MESSAGE_INVALID`,
 * `NOTICE_VARIANT_MISSING`.
 */
export function noticeWriter(
  pack: NoticePack,
  given: Incident,
): (controller: Controller, person: Addressee) => Result<Notice> {
  const incident: Incident = { ...given, facts: tellable(given.facts) };
  const conditions = planConditions(pack.plan.conditions);
  const compose = pageComposer(pack);
  const kept = new Map<string, Notice>();

  const writeBody = (controller: Controller, person: Addressee): Result<Notice> => {
    const language = chooseLanguage(pack.plan, person);
    const placed = conditions(statementOf(incident, controller, person, language, ''));
    if (!placed.ok) return placed;
    const law = incident.readerLaw(controller.id, person);
    const choice = chooseVariant(pack.plan, placed.value, law);
    if (!choice.ok) return choice;
    const { variant, required } = choice.value;
    const statement = statementOf(incident, controller, person, language, variant.id);
    const is = conditions(statement);
    if (!is.ok) return is;
    const represented = representedBy(law, controller);
    const values = messageValues(incident, controller, statement, language, represented);
    const withheld = withheldKeys(law, incident.facts.assessments);
    const shows = (block: NoticeBlock): boolean => is.value[block.when] === true && maySay(block, withheld);
    const page = compose({
      incident,
      fields: person.fields,
      variant,
      is: is.value,
      shows,
      values,
      language,
      contacts: law.contacts,
    });
    if (!page.ok) return page;
    const shown = pack.plan.sections.flatMap((section) => section.blocks.filter(shows));
    const body = {
      variant: variant.id,
      regime: variant.regime,
      language,
      subject: page.value.subject,
      text: renderText(page.value),
      html: renderHtml(page.value),
      blocks: shown.map((block) => block.id),
      keys: carriedKeys(variant, shown),
    };
    const forbidden = pack.texts.get(language.given)?.forbidden ?? [];
    const lint = {
      ...body,
      required,
      tells: shown.flatMap(({ tells }) => tells),
      withholds: shown.flatMap(({ withholds }) => withholds),
      law,
      represented,
    };
    return ok({
      ...body,
      faults: lintNotice({ ...lint, variant, forbidden, needs: pack.plan.needs, person, incident }),
    });
  };

  return (controller, person) => {
    const name = cleanName(person.name);
    const key = JSON.stringify([controller.id, { ...person, name: name !== null, reference: '' }]);
    let body = kept.get(key);
    if (body === undefined) {
      const written = writeBody(controller, { ...person, name });
      if (!written.ok) return written;
      body = written.value;
      const [oldest] = kept.keys();
      if (kept.size >= KEPT_BODIES && oldest !== undefined) kept.delete(oldest);
      kept.set(key, body);
    }
    return ok({
      ...body,
      text: fill(body.text, name ?? '', person.reference),
      html: fill(body.html, escapeHtml(name ?? ''), escapeHtml(person.reference)),
    });
  };
}

/** What carries or tells something withheld stays away; what says that it is withheld appears only then. */
const maySay = ({ keys, tells, withholds }: NoticeBlock, withheld: ReadonlySet<ContentKey>): boolean =>
  [...keys, ...tells].every((key) => !withheld.has(key)) &&
  (withholds.length === 0 || withholds.some((key) => withheld.has(key)));

/** What the page carries; that the statutory words stand in it unchanged, the lint checks. */
const carriedKeys = (variant: NoticeVariant, shown: readonly NoticeBlock[]): readonly ContentKey[] => [
  ...new Set([
    ...shown.flatMap((block) => block.keys),
    ...(variant.statutory === undefined ? [] : (['title-and-headings'] as const)),
  ]),
];

const fill = (text: string, name: string, reference: string): string =>
  text.replaceAll(PERSONAL.name, () => name).replaceAll(PERSONAL.reference, () => reference);

/**
 * A name as it can stand in a greeting: without control characters, direction overrides (which could reorder the text
 * around them) and private-use characters; at most 100 characters; null when nothing is left.
 */
export function cleanName(name: string | null): string | null {
  const clean = (name ?? '').replace(UNFIT_FOR_NAME, ' ').replace(/\s+/g, ' ').trim();
  return clean === '' ? null : Array.from(clean).slice(0, NAME_LENGTH).join('');
}

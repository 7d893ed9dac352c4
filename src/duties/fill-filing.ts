import type { Duties } from '../model/duty.ts';
import type { Filing, FilingItem } from '../packs/filing-pack.ts';
import { filingAnswer } from './filing-answer.ts';
import type { FilingMatter } from './filing-matter.ts';

/** One item of a form: filled, not known yet, or not to be answered. */
export interface FilledItem {
  readonly id: string;
  readonly label: string;
  readonly required: boolean;
  readonly status: 'known' | 'unknown';
  /** Null when it is not known yet. */
  readonly value: string | null;
}

/** A form as it would be sent now. */
export interface FilledFiling {
  readonly form: string;
  readonly title: string;
  readonly authority: string | null;
  readonly regime: string;
  readonly kind: 'initial' | 'follow-up';
  readonly case: string;
  readonly controller: string;
  readonly asOf: string;
  readonly sections: readonly { readonly title: string; readonly items: readonly FilledItem[] }[];
  /** Labels of required items that are not known yet: they are sent as such, and followed up. */
  readonly unknown: readonly string[];
  readonly citations: Duties['duties'][number]['citations'];
}

/** Fills a form from the facts and what was derived from them; what is not known is marked, never guessed. Pure. */
export function fillFiling(filing: Filing, matter: FilingMatter): FilledFiling {
  const sections = filing.sections.flatMap(({ title, items }) => {
    const filled = items
      .filter(({ only }) => only === undefined || only === matter.kind)
      .map((item) => fill(item, matter));
    return filled.length === 0 ? [] : [{ title, items: filled }];
  });
  return {
    form: filing.id,
    title: filing.title,
    authority: filing.authority,
    regime: matter.regime,
    kind: matter.kind,
    case: matter.facts.case,
    controller: matter.controller,
    asOf: matter.duties.asOf,
    sections,
    unknown: sections
      .flatMap(({ items }) => items)
      .filter(({ required, status }) => required && status === 'unknown')
      .map(({ label }) => label),
    citations: Object.values(filing.sources).map(({ text, url, confidence }) => ({ text, url, confidence })),
  };
}

function fill(item: FilingItem, matter: FilingMatter): FilledItem {
  const value =
    item.statement === undefined ? answerText(item, matter) : (matter.facts.statements[item.statement] ?? null);
  const { id, label, required } = item;
  return { id, label, required, status: value === null ? 'unknown' : 'known', value };
}

function answerText(item: FilingItem, matter: FilingMatter): string | null {
  if (item.from === undefined) return null;
  const answer = filingAnswer(item.from, matter);
  if (answer === null) return null;
  const values = typeof answer === 'string' ? [answer] : answer;
  if (item.boxes !== undefined) {
    const boxes = item.boxes.filter(({ fields }) => fields.some((field) => values.includes(field)));
    const covered = new Set(boxes.flatMap(({ fields }) => fields as readonly string[]));
    const rest = values.filter((value) => !covered.has(value));
    return [...boxes.map(({ label }) => label), ...(rest.length === 0 ? [] : [`Other: ${rest.join(', ')}`])].join('; ');
  }
  return values.map((value) => item.options?.[value] ?? value).join('; ');
}

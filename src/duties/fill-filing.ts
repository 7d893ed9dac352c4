import type { Duties } from '../model/duty.ts';
import type { Filing, FilingItem } from '../packs/filing-pack.ts';
import { type FilingQuestion, filingAnswer } from './filing-answer.ts';
import type { FilingMatter } from './filing-matter.ts';

/** One item of a form: filled, not known yet, or not to be answered. */
export interface FilledItem {
  readonly id: string;
  readonly label: string;
  readonly required: boolean;
  /** `likely`: it rests on a fact that is not confirmed. */
  readonly status: 'known' | 'likely' | 'unknown';
  /** Null when it is not known yet. */
  readonly value: string | null;
  /** Which fact of the case gives it; null when it is known, or follows from several. */
  readonly give: string | null;
}

/** One item of a form that is answered otherwise than it was; null: not known. */
export interface FilingChange {
  readonly id: string;
  readonly label: string;
  readonly from: string | null;
  readonly to: string | null;
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
  /** What the regime says of a report to the authority: the verdict and by when; null when it says nothing. */
  readonly owed: string | null;
  readonly sections: readonly { readonly title: string; readonly items: readonly FilledItem[] }[];
  /** Labels of required items that are not known yet: they are sent as such, and followed up. */
  readonly unknown: readonly string[];
  readonly citations: Duties['duties'][number]['citations'];
  /** Of a follow-up: what is other than when the authority was told; null when no earlier report is on record. */
  readonly since?: { readonly at: string; readonly changes: readonly FilingChange[] } | null;
}

/** Fills a form from the facts and what was derived from them; what is not known is marked, never guessed. Pure. */
export function fillFiling(filing: Filing, matter: FilingMatter): FilledFiling {
  const sections = filing.sections.flatMap(({ title, items }) => {
    const filled = items
      .filter(({ only }) => only === undefined || only === matter.kind)
      .map((item) => fill(filing, item, matter));
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
    owed: owedWords(filing, matter),
    sections,
    unknown: sections
      .flatMap(({ items }) => items)
      .filter(({ required, status }) => required && status === 'unknown')
      .map(({ label }) => label),
    citations: Object.values(filing.sources).map(({ text, url, confidence }) => ({ text, url, confidence })),
  };
}

function fill(filing: Filing, item: FilingItem, matter: FilingMatter): FilledItem {
  const { id, label, required } = item;
  const { question, value } = found(filing, item, matter);
  const likely =
    question !== undefined &&
    !(question === 'processor-aware-at' && (matter.facts.atProcessor?.awareAt ?? null) !== null) &&
    FACTS_BEHIND[question]?.some((key) => matter.facts.likely?.includes(key));
  const status = value === null ? 'unknown' : likely === true ? 'likely' : 'known';
  return { id, label, required, status, value, give: value === null ? giveOf(filing, item) : null };
}

interface Found {
  /** What the facts were asked; undefined where the organisation speaks. */
  readonly question: FilingQuestion | undefined;
  readonly value: string | null;
}

function found(filing: Filing, item: FilingItem, matter: FilingMatter): Found {
  const { statements, formAnswers } = matter.facts;
  if (item.own !== undefined) return { question: undefined, value: formAnswers[`${filing.id}/${item.id}`] ?? null };
  const said = item.statement === undefined ? undefined : statements[item.statement];
  if (said !== undefined) return { question: undefined, value: said };
  const question = item.from ?? item.otherwise;
  return { question, value: question === undefined ? null : answerText(item, question, matter) };
}

/** Where the organisation gives what is missing. */
function giveOf(filing: Filing, { id, from, statement, own }: FilingItem): string | null {
  if (own !== undefined) return `fact formAnswers, "${filing.id}/${id}": ${own}`;
  if (statement !== undefined) return `fact statements, "${statement}"`;
  const [key] = from === undefined ? [] : (FACTS_BEHIND[from] ?? []);
  return key === undefined ? null : `fact ${key}`;
}

/** The facts of a case that an answer rests on. */
const FACTS_BEHIND: Readonly<Partial<Record<FilingQuestion, readonly string[]>>> = {
  reference: ['authorityInformed'],
  'aware-at': ['awareAt'],
  'occurred-from': ['occurredFrom'],
  'occurred-to': ['occurredTo'],
  'determined-at': ['determinedAt'],
  late: ['awareAt'],
  'processor-aware-at': ['awareAt'],
  cause: ['cause'],
  intent: ['intent'],
  circumstances: ['cause', 'intent', 'actors', 'disclosedOutside', 'sold'],
  persons: ['persons'],
  'persons-total': ['persons'],
  'persons-by-country': ['persons'],
  fields: ['fields'],
  encrypted: ['encrypted'],
  'recipient-known': ['recipientKnown'],
  recovered: ['recovered'],
  misused: ['misused'],
  outside: ['disclosedOutside'],
  'vulnerable-people': ['vulnerablePeople'],
  'individuals-told-at': ['individualsInformedAt'],
  'authorities-told': ['authorityInformed'],
  'police-told': ['policeInformed'],
};

/** A form can be filled where its law asks for nothing: that is said first. */
function owedWords(filing: Filing, { duties, regime, controller }: FilingMatter): string | null {
  if (filing.authority === null && filing.regimes.length === 0) return null;
  const reports = duties.duties.filter(
    ({ bearer, regime: of, recipient }) =>
      bearer === controller &&
      of === regime &&
      (filing.id.endsWith('register') ? recipient === 'register' : recipient.startsWith('authority:')),
  );
  const duty = ['required', 'depends', 'not-required'].flatMap((v) =>
    reports.filter(({ verdict }) => verdict === v),
  )[0];
  if (duty === undefined) return null;
  const by = duty.strictDeadline ?? duty.deadline;
  const open = duty.verdict === 'depends' ? `, on ${duty.missing.join(', ')}` : '';
  return `${duty.verdict}${open} under ${regime}${by === null || duty.verdict === 'not-required' ? '' : `, by ${by}`}`;
}

function answerText(item: FilingItem, question: FilingQuestion, matter: FilingMatter): string | null {
  const answer = filingAnswer(question, matter);
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

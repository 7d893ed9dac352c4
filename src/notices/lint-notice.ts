import type { Fault } from '../core/fault.ts';
import type { ContentKey } from '../model/duty.ts';
import type { ReaderLaw } from '../model/notice.ts';
import type { NoticePlan, NoticeVariant } from '../packs/notice-schema.ts';
import { noticeFault } from './fault.ts';
import { PERSONAL } from './message-value.ts';
import type { Represented } from './represented.ts';
import type { Addressee, Incident } from './statement.ts';
import { decisionOn, openConflicts, withheldKeys } from './withheld.ts';

/** A rendered notice and what it is measured against. */
export interface LintInput {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly keys: readonly ContentKey[];
  /** What it touches on besides `keys`. */
  readonly tells: readonly ContentKey[];
  /** What it says that it may not tell. */
  readonly withholds: readonly ContentKey[];
  readonly required: readonly ContentKey[];
  readonly law: ReaderLaw;
  readonly represented: Represented;
  readonly variant: NoticeVariant;
  readonly forbidden: readonly string[];
  /** What to give where content is missing. */
  readonly needs: NoticePlan['needs'];
  readonly person: Pick<Addressee, 'fields' | 'basis'>;
  readonly incident: Incident;
}

// What would let somebody see that the notice was read, run code, or lead the reader to a page that asks for data.
const FORBIDDEN_HTML: readonly (readonly [string, RegExp])[] = [
  ['a link', /<a[\s>]/i],
  ['a picture', /<(img|svg|picture|video|audio|object|embed|iframe)[\s>]|url\(|background=/i],
  ['a script', /<script[\s>]|\son[a-z]+\s*=|javascript:/i],
  ['a form', /<(form|input|button|select|textarea)[\s>]/i],
  ['a remote resource', /<(link|base|style)[\s>]|@import|\ssrc\s*=/i],
];

/**
 * Every fault of one notice: missing content, placeholders, forbidden content, altered statutory headings, facts that
 * contradict each other. Messages name ids and words of the pack, never a person.
 */
export function lintNotice(notice: LintInput): readonly Fault[] {
  return [
    ...missingKeys(notice),
    ...placeholders(notice),
    ...forbiddenContent(notice),
    ...unlawfulContent(notice),
    ...lawsInConflict(notice),
    ...serviceTooShort(notice),
    ...representativeMissing(notice),
    ...statutoryHeadings(notice),
    ...contradictions(notice),
  ];
}

/** What the form, the duties of its regimes, or any law that certainly binds the reader asks for. */
function missingKeys({ required, law, keys, variant, needs, incident }: LintInput): readonly Fault[] {
  const withheld = withheldKeys(law, incident.facts.assessments);
  const mandates = law.mandates.filter(({ binds }) => binds);
  return [...new Set([...required, ...mandates.map(({ key }) => key)])]
    .filter((key) => !keys.includes(key) && !withheld.has(key))
    .map((key) => {
      const asking = [...new Set(mandates.filter((rule) => rule.key === key).map((rule) => rule.law))];
      const by = asking.length === 0 ? '' : `, which ${asking.join(', ')} ${asking.length === 1 ? 'asks' : 'ask'} for`;
      const give = needs[key];
      return noticeFault(
        'NOTICE_KEY_MISSING',
        `notice ${variant.id}: expected content "${key}"${by}; ${give === undefined ? 'found no block that carries it' : `give ${give}`}`,
        { variant: variant.id, key },
      );
    });
}

function placeholders({ subject, text, variant }: LintInput): readonly Fault[] {
  const rest = `${subject}\n${text}`.replaceAll(PERSONAL.name, '').replaceAll(PERSONAL.reference, '');
  const found = /[{}\uE000-\uF8FF]|\b(undefined|null|NaN|Invalid Date|TODO)\b/.exec(rest)?.[0];
  if (found === undefined) return [];
  return [
    noticeFault('NOTICE_PLACEHOLDER_LEFT', `notice ${variant.id}: expected finished text; found "${found}"`, {
      variant: variant.id,
    }),
  ];
}

function forbiddenContent({ subject, text, html, forbidden, variant }: LintInput): readonly Fault[] {
  const said = `${subject}\n${text}`;
  const found = [
    ...FORBIDDEN_HTML.filter(([, pattern]) => pattern.test(html)).map(([what]) => what),
    ...(/https?:\/\//i.test(said) ? ['a web address with http'] : []),
    ...forbidden.filter((words) => saysWords(said, words)).map((words) => `the words "${words}"`),
  ];
  return found.map((what) =>
    noticeFault('NOTICE_FORBIDDEN_CONTENT', `notice ${variant.id}: found ${what}`, { variant: variant.id }),
  );
}

/** What a law forbids and the notice says, by its blocks or as a number in its text; and what is withheld without a word. */
function unlawfulContent(notice: LintInput): readonly Fault[] {
  const { keys, tells, withholds, law, incident, variant } = notice;
  const withheld = withheldKeys(law, incident.facts.assessments);
  const said = new Set([...keys, ...tells, ...(namesCount(notice) ? (['count'] as const) : [])]);
  const rules = law.forbids.filter(({ key }) => withheld.has(key));
  return [
    ...rules
      .filter(({ key }) => said.has(key))
      .map(({ key, law: id, citation, binds }) =>
        noticeFault(
          'NOTICE_CONTENT_UNLAWFUL',
          `notice ${variant.id}: says "${key}", which ${id} ${binds ? 'forbids' : 'may forbid'} (${citation})`,
          { variant: variant.id, key, law: id },
        ),
      ),
    ...[...withheld]
      .filter((key) => !said.has(key) && !withholds.includes(key))
      .map((key) =>
        noticeFault('NOTICE_WITHHELD_UNSAID', `notice ${variant.id}: "${key}" is withheld, and no block says so`, {
          variant: variant.id,
          key,
        }),
      ),
  ];
}

// Smaller numbers stand in addresses, dates and telephone numbers.
const TELLING_COUNT = 100;

/** Whether the text holds one of the case's counts of people, in digits, grouped in any way. */
function namesCount({ subject, text, incident }: LintInput): boolean {
  const { groups } = incident.facts;
  const sum = (members: typeof groups): number => members.reduce((total, { persons }) => total + persons, 0);
  const counts = new Set([
    sum(groups),
    ...groups.map(({ persons }) => persons),
    ...groups.map(({ country, region }) => sum(groups.filter((g) => g.country === country && g.region === region))),
  ]);
  // A separator stands between two digits: space, its narrow and unbreakable kinds, apostrophes, comma, full stop.
  const digits = `${subject}\n${text}`.match(/\d+(?:[ \u00A0\u202F'’.,]\d{3})*/g) ?? [];
  return digits.some((each) => {
    const number = Number(each.replaceAll(/\D/g, ''));
    return number >= TELLING_COUNT && counts.has(number);
  });
}

const lawsInConflict = ({ law, incident, variant }: LintInput): readonly Fault[] =>
  openConflicts(law, incident.facts.assessments).map(({ key, forbids, mandates }) => {
    const asking = [...new Set(mandates.map((rule) => rule.law))].join(', ');
    const can = (rules: readonly { readonly binds: boolean }[]) => rules.some(({ binds }) => binds);
    return noticeFault(
      'NOTICE_LAWS_CONFLICT',
      `notice ${variant.id}: ${forbids.law} ${can([forbids]) ? 'forbids' : 'may forbid'} "${key}" (${forbids.citation}), which ${asking} ${can(mandates) ? 'asks for' : 'may ask for'}; decide under assessments: ${decisionOn(forbids)}`,
      { variant: variant.id, key, law: forbids.law },
    );
  });

function serviceTooShort({ law, incident, variant }: LintInput): readonly Fault[] {
  const { mitigation } = incident.facts;
  if (mitigation === null || mitigation === 'none') return [];
  return law.mandates
    .filter(({ binds, months = 0 }) => binds && mitigation.months < months)
    .map(({ law: id, months = 0 }) =>
      noticeFault(
        'NOTICE_SERVICE_SHORT',
        `notice ${variant.id}: expected an identity theft service of at least ${months} months, which ${id} asks for; found ${mitigation.months} in the fact mitigation`,
        { variant: variant.id, law: id },
      ),
    );
}

function representativeMissing({ represented, variant }: LintInput): readonly Fault[] {
  if (represented.state !== 'missing' && represented.state !== 'open') return [];
  const { regime, bearer, missing } = represented.asked;
  const asks = represented.state === 'missing' ? 'asks' : `may ask (it depends on ${missing.join(', ')})`;
  return [
    noticeFault(
      'NOTICE_REPRESENTATIVE_MISSING',
      `notice ${variant.id}: ${regime} ${asks} for a representative of ${bearer}; found none under representatives in company.yml`,
      { variant: variant.id, law: regime },
    ),
  ];
}

function statutoryHeadings({ text, variant }: LintInput): readonly Fault[] {
  if (variant.statutory === undefined) return [];
  const lines = new Set(text.split('\n'));
  return [variant.statutory.title, ...Object.values(variant.statutory.headings)]
    .filter((heading) => !lines.has(heading))
    .map((heading) =>
      noticeFault(
        'NOTICE_HEADING_MISSING',
        `notice ${variant.id}: expected the heading "${heading}" on a line of its own`,
        {
          variant: variant.id,
        },
      ),
    );
}

function contradictions({ person, incident, variant }: LintInput): readonly Fault[] {
  const both = incident.untouched.filter((field) => person.fields.includes(field));
  const found = [
    ...(both.length === 0 ? [] : [`affected and untouched at once: ${both.join(', ')}`]),
    ...(person.basis === 'disclosed' && incident.facts.disclosedOutside === false
      ? ['basis is disclosed, but the facts say that nothing left the organisation']
      : []),
  ];
  return found.map((what) =>
    noticeFault('NOTICE_FACTS_CONTRADICT', `notice ${variant.id}: ${what}`, { variant: variant.id }),
  );
}

/** Whole words, any case; letters of any script count as letters. */
function saysWords(text: string, words: string): boolean {
  const plain = words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${plain}(?![\\p{L}\\p{N}])`, 'iu').test(text);
}

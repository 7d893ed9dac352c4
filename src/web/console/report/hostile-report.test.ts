import { expect, test } from 'vitest';
import { deriveDuties } from '../../../duties/derive-duties.ts';
import { loadLawPacks } from '../../../packs/law-pack.ts';
import { inventedBook, inventedCompany } from '../../../testing/case/invented-case.ts';
import { inventedNow, inventedReport } from '../../../testing/case/invented-report.ts';
import { factsOf } from '../../../workflow/facts-of.ts';
import type { CaseReport } from '../../../workflow/report-case.ts';
import { renderReport } from './render-report.ts';

const packs = loadLawPacks('packs');
if (!packs.ok) throw new Error(packs.error.message);
const duties = deriveDuties(factsOf(inventedReport().base, inventedCompany), packs.value, inventedNow);
const whole = inventedReport([
  { kind: 'duties-derived', document: duties },
  { kind: 'notices-drafted', document: inventedBook },
  { kind: 'fact-set', key: 'actors', value: 2, status: 'confirmed', evidence: 'press statement' },
]);

/** What the renderer reads as a word of a closed list, or as a time. */
const KEPT =
  /^(\d{4}-\d\d-\d\d.*|required|not-required|depends|confirmed|likely|unknown|open|one|team|scope|duties|notices)$/;
const HOSTILE = `</style><b x='"'>&amp;`;

/** The same value, with every free text and every key in it hostile. */
function poisoned(value: unknown): unknown {
  if (typeof value === 'string') return KEPT.test(value) ? value : `${HOSTILE}${value}`;
  if (Array.isArray(value)) return value.map(poisoned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, poisoned(one)]));
}

test('no text of a report, wherever it comes from, becomes markup', () => {
  const clean = renderReport(whole);
  const html = renderReport(poisoned(whole) as CaseReport);
  expect(html).not.toContain('<b x');
  expect(html).not.toContain("x='");
  expect(html).toContain('&lt;b x=');
  const tags = (text: string): ReadonlySet<string> => new Set(text.match(/<\/?[a-z]+/g));
  expect(tags(html).difference(tags(clean))).toEqual(new Set());
});

test('keys that name countries, entities and fields are text too', () => {
  const { scope } = whole.base;
  if (scope === null) throw new Error('the case has a scope');
  const base = {
    ...whole.base,
    scope: {
      ...scope,
      byCountry: { [HOSTILE]: 3 },
      byController: { [HOSTILE]: 3 },
      byField: { [HOSTILE]: 3 },
      untouched: [HOSTILE],
    },
  };
  const html = renderReport({ ...whole, base });
  expect(html).not.toContain('<b x');
  expect(html.split('&lt;b x=').length).toBeGreaterThan(4);
});

test('a report has nothing that a page could load or follow without a click', () => {
  const html = renderReport(whole);
  expect(html).not.toMatch(/<(link|img|iframe|object|embed|form|base|audio|video|source|import)\b/);
  expect(html).not.toMatch(/\s(src|srcset|action|ping|on\w+)=/);
  expect(html).not.toMatch(/url\(|@import/);
  for (const [, href = ''] of html.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^(#[a-z]+$|https?:\/\/)/);
});

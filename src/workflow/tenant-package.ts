import { canonicalJson } from '../core/canonical-json.ts';
import { sha256Hex } from '../core/hash.ts';
import { deriveDuties } from '../duties/derive-duties.ts';
import { filingText } from '../duties/filing-text.ts';
import { type FilledFiling, fillFiling } from '../duties/fill-filing.ts';
import type { Platform, Tenant } from '../model/company.ts';
import type { Basis } from '../model/exposure.ts';
import type { Facts } from '../model/facts.ts';
import { escapeHtml } from '../notices/render-html.ts';
import type { Filing } from '../packs/filing-pack.ts';
import type { LawPack } from '../packs/law-pack.ts';
import type { LakeRow } from '../ports/lake.ts';
import type { Deps } from './deps.ts';

/** A row of `sql/lake/tenant-person.sql`. */
export interface TenantPerson extends LakeRow {
  readonly tenant: string;
  readonly subject: string;
  readonly email: string | null;
  readonly basis: Basis;
  readonly fields: readonly string[];
  readonly fields_complete: boolean;
}

/** What all packages of one run are made from. */
export interface PackageMatter {
  readonly facts: Facts;
  readonly filing: Filing;
  readonly platform: Platform;
  readonly kind: 'initial' | 'follow-up';
  readonly laws: readonly LawPack[];
}

export interface Packed {
  readonly filled: FilledFiling;
  readonly files: Readonly<Record<string, string | Uint8Array>> & { readonly 'manifest.json': string };
}

/** What one tenant is handed. */
export async function tenantPackage(
  { facts: all, filing, platform, kind, laws }: PackageMatter,
  tenant: Tenant,
  people: readonly TenantPerson[],
  { clock, composer, holidays, ids }: Pick<Deps, 'clock' | 'composer' | 'holidays' | 'ids'>,
): Promise<Packed> {
  const facts = factsOfTenant(all, tenant.id);
  const duties = deriveDuties(facts, laws, clock.now(), holidays);
  const filled = forOthers(
    fillFiling(filing, {
      facts,
      duties,
      controller: tenant.id,
      company: null,
      platform,
      authority: filing.authority,
      regime: duties.duties[0]?.regime ?? '',
      kind,
    }),
  );
  const report = `${filingText(filled)}\n`;
  const words = (line: string): string => line.replaceAll('{from}', platform.name).replaceAll('{to}', tenant.name);
  const opening = (filing.message?.opening ?? []).map(words).join('\n\n');
  const text = `${opening}\n\n${report}\n${platform.name}\n${platform.address}\n${platform.email}\n`;
  const message = await composer.compose({
    id: ids.fresh('tenant'),
    date: clock.now(),
    from: { name: platform.name, email: platform.email },
    to: { name: tenant.name, email: tenant.email },
    subject: filing.message?.subject ?? filing.title,
    text,
    html: `<!doctype html><html lang="en"><body><pre>${escapeHtml(text)}</pre></body></html>`,
    language: 'en',
  });
  const files = {
    'report.txt': report,
    'report.json': `${JSON.stringify(filled, null, 2)}\n`,
    'facts.json': `${JSON.stringify(facts, null, 2)}\n`,
    'people.csv': peopleCsv(people),
    'message.eml': message,
  };
  const manifest = {
    case: all.case,
    tenant: tenant.id,
    kind,
    madeAt: clock.now(),
    persons: people.length,
    // Hides the list of people from whoever has its hash and guesses.
    secret: `${ids.fresh('secret')}${ids.fresh('secret')}`,
    files: Object.entries(files).map(([file, content]) => ({ file, sha256: sha256Hex(content) })),
  };
  return { filled, files: { ...files, 'manifest.json': `${canonicalJson(manifest)}\n` } };
}

/** Where a fact is given is the platform's concern, and no word for its tenants. */
const forOthers = (filled: FilledFiling): FilledFiling => ({
  ...filled,
  sections: filled.sections.map(({ title, items }) => ({
    title,
    items: items.map((item) => ({ ...item, give: null })),
  })),
});

/** The case as this tenant's own: nobody else's people, no other controller, no word on whom the platform told. */
function factsOfTenant(facts: Facts, tenant: string): Facts {
  const groups = facts.groups.filter(({ controller }) => controller === tenant);
  const processors = new Set(groups.flatMap(({ processor }) => processor ?? []));
  return {
    ...facts,
    // The tenant's own clock runs from when it hears of it, which it fills in (EDPB Guidelines 9/2022, paragraph 44).
    awareAt: null,
    determinedAt: null,
    scopeKnownAt: null,
    assessedAt: null,
    materialAt: null,
    authorityInformed: [],
    individualsInformedAt: null,
    assessments: {},
    mitigation: null,
    atProcessor: null,
    controllers: facts.controllers.filter(({ id }) => id === tenant),
    processors: facts.processors
      .filter(({ id }) => processors.has(id))
      .map((processor) => ({ ...processor, awareAt: processor.awareAt ?? facts.awareAt })),
    groups,
  };
}

const HEADER = ['id', 'email', 'basis', 'fields', 'fields_complete'];

/** RFC 4180; the tenant knows its own customers by id or address, so that nothing else of theirs is copied. */
function peopleCsv(people: readonly TenantPerson[]): string {
  const rows = people.map(({ subject, email, basis, fields, fields_complete: complete }) => [
    subject,
    email ?? '',
    basis,
    fields.join(' '),
    complete ? 'yes' : 'no',
  ]);
  return [HEADER, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** A leading `=`, `+`, `-` or `@` would be a formula to a spreadsheet; an id or address that begins so is quoted with an apostrophe. */
const cell = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

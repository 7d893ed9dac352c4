import { z } from 'zod';
import { sha256Hex } from '../core/hash.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { Company, Tenant } from '../model/company.ts';
import type { FrozenScope } from '../model/exposure.ts';
import { loadFilings } from '../packs/filing-pack.ts';
import type { CaseFiles } from '../ports/case-file.ts';
import type { MessageComposer } from '../ports/message-composer.ts';
import type { PackageDesk } from '../ports/package-desk.ts';
import type { RecordDraft } from '../ports/record-store.ts';
import { caseFault } from './case-fault.ts';
import type { Deps } from './deps.ts';
import { factBaseOf } from './fact-base.ts';
import { factsOf } from './facts-of.ts';
import { loadExposure } from './load-exposure.ts';
import { type PackageMatter, type Packed, type TenantPerson, tenantPackage } from './tenant-package.ts';

export const packTenantsInput = z.strictObject({
  case: z.string().min(1),
  out: z.string().min(1).describe('a folder that is empty or not there yet'),
  kind: z.enum(['initial', 'follow-up']).default('initial'),
});

export interface TenantPackage {
  readonly tenant: string;
  readonly persons: number;
  /** Labels of what the tenant needs and nobody has stated yet. */
  readonly unknown: readonly string[];
}

/** The document of `candour tenants --json`. */
export interface TenantPackages {
  readonly case: string;
  readonly out: string;
  readonly packages: readonly TenantPackage[];
  /** Tenants of affected people that company.yml does not know: nobody hears of them through a package. */
  readonly missing: readonly { readonly tenant: string; readonly persons: number }[];
}

type PackDeps = Pick<
  Deps,
  | 'cases'
  | 'clock'
  | 'company'
  | 'holidays'
  | 'ids'
  | 'lake'
  | 'laws'
  | 'operator'
  | 'packsFolder'
  | 'progress'
  | 'records'
> & {
  readonly files: Pick<CaseFiles, 'disclosed' | 'reconstructed'>;
  readonly composer: MessageComposer;
  readonly packages: PackageDesk;
};

/**
 * Writes, for each tenant with people in the case's latest scope, what it needs to tell its own customers and authorities, and nothing of anybody else: the
 * processor's report, a message that carries it, its own people, and the facts from which it can derive its duties. Some packages are in memory at a time. Each
 * is recorded before it is written; nothing is sent. Errors: `CASE_UNKNOWN`, `CASE_NO_SCOPE`, `CASE_NO_TENANTS`, `PACKAGE_FOLDER`, those of scope, lake, packs and log.
 */
export const packTenants = {
  name: 'tenants.pack',
  permission: 'write',
  input: packTenantsInput,
  async run(input: z.infer<typeof packTenantsInput>, deps: PackDeps): Promise<Result<TenantPackages>> {
    const context = `packing for the tenants of ${input.case}`;
    const events = deps.cases.events(input.case);
    if (!events.ok) return events;
    const scoped = events.value.findLast((event) => event.kind === 'scoped');
    if (scoped?.kind !== 'scoped') return err(caseFault('CASE_NO_SCOPE', `${context}: it has no scope yet`));
    const company = deps.company();
    if (!company.ok) return company;
    const { platform, tenants = [] } = company.value;
    if (platform === undefined || tenants.length === 0)
      return err(caseFault('CASE_NO_TENANTS', `${context}: expected platform and tenants in company.yml, found none`));
    const filings = loadFilings(deps.packsFolder);
    if (!filings.ok) return filings;
    const filing = filings.value.find(({ id }) => id === 'processor-notice');
    if (filing === undefined) return err(caseFault('CASE_FORM_UNKNOWN', `${context}: found no form processor-notice`));
    const laws = deps.laws();
    if (!laws.ok) return laws;
    const began = deps.packages.begin(input.out);
    if (!began.ok) return began;
    const facts = factsOf(factBaseOf(events.value), company.value);
    const matter = { facts, filing, platform, kind: input.kind, laws: laws.value };
    return packAll(input, matter, scoped.document, company.value, deps);
  },
} as const;

async function packAll(
  { case: caseId, out }: z.infer<typeof packTenantsInput>,
  matter: PackageMatter,
  scope: FrozenScope,
  company: Company,
  deps: PackDeps,
): Promise<Result<TenantPackages>> {
  const known = new Map((company.tenants ?? []).map((tenant) => [tenant.id, tenant]));
  const session = await deps.lake.open();
  if (!session.ok) return session;
  const step = deps.progress.step('tenants', null, 'persons');
  const packages: TenantPackage[] = [];
  const missing: { tenant: string; persons: number }[] = [];
  let waiting: (Packed & { readonly tenant: Tenant; readonly persons: number })[] = [];
  let people: TenantPerson[] = [];
  let done = 0;
  /** Recorded first: what cannot be recorded is not written. */
  const write = async (): Promise<Result<null>> => {
    if (waiting.length === 0) return ok(null);
    const drafts = waiting.map(({ persons, files }) =>
      exported(caseId, persons, sha256Hex(files['manifest.json']), deps),
    );
    const recorded = await deps.records.keep(drafts);
    if (!recorded.ok) return recorded;
    for (const { tenant, persons, files, filled } of waiting) {
      deps.packages.write(out, tenant.id, files);
      packages.push({ tenant: tenant.id, persons, unknown: filled.unknown });
    }
    waiting = [];
    return ok(null);
  };
  /** Packs the people gathered so far, who are one tenant's: the rows come by tenant. */
  const flush = async (): Promise<Result<null>> => {
    const [first] = people;
    if (first === undefined) return ok(null);
    const tenant = known.get(first.tenant);
    const persons = people.length;
    if (tenant === undefined) missing.push({ tenant: first.tenant, persons });
    else waiting.push({ tenant, persons, ...(await tenantPackage(matter, tenant, people, deps)) });
    done += persons;
    step.at(done);
    people = [];
    return waiting.length < PACKED_AT_ONCE ? ok(null) : write();
  };
  try {
    const loaded = await loadExposure(session.value, scope, deps.files);
    if (!loaded.ok) return loaded;
    for await (const rows of session.value.stream<TenantPerson>('tenant-person'))
      for (const row of rows) {
        if (people[0] !== undefined && people[0].tenant !== row.tenant) {
          const flushed = await flush();
          if (!flushed.ok) return flushed;
        }
        people.push(row);
      }
    const flushed = await flush();
    if (!flushed.ok) return flushed;
    const written = await write();
    if (!written.ok) return written;
    step.end();
    return ok({ case: caseId, out, packages, missing });
  } finally {
    await session.value.close();
  }
}

/** Each record costs a checkpoint, however many it holds; memory is bounded by it. */
const PACKED_AT_ONCE = 50;

const exported = (caseId: string, rows: number, sha256: string, { clock, operator }: PackDeps): RecordDraft => ({
  kind: 'export',
  at: clock.now(),
  by: operator,
  case: caseId,
  seq: null,
  about: null,
  body: { what: 'tenant-package', file: null, rows, sha256 },
});

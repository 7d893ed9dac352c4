import { ok, type Result } from '../core/result.ts';
import { companyTemplate } from './company-template.ts';
import type { Deps } from './deps.ts';

/** How `company.yml` stands to the customers on file. */
export interface CompanyState {
  /** It was not there, and has been written to be filled in. */
  readonly made: boolean;
  /** Controllers and tenants of customers that it has no entry for, with how many people each answers for; empty while it is not filled in. */
  readonly missing: readonly { readonly controller: string; readonly persons: number }[];
  /** Customers on file who name no controller: nobody would write to them. */
  readonly without: number;
}

/** Writes `company.yml` with an entry for each controller and tenant of the customers, unless there is one; never overwrites. */
export async function prepareCompany(
  deps: Pick<Deps, 'company' | 'lake' | 'writeCompany'>,
): Promise<Result<CompanyState>> {
  const session = await deps.lake.open();
  if (!session.ok) return session;
  const rows = await session.value.rows<{
    readonly controller: string | null;
    readonly tenant: boolean;
    readonly persons: bigint;
  }>('people-controller');
  await session.value.close();
  const named = rows.flatMap(({ controller, tenant, persons }) =>
    controller === null ? [] : [{ controller, tenant, persons: Number(persons) }],
  );
  const without = Number(rows.find(({ controller }) => controller === null)?.persons ?? 0);
  const idsOf = (isTenant: boolean) =>
    named.filter(({ tenant }) => tenant === isTenant).map(({ controller }) => controller);
  const template = { controllers: named.length > 0 ? idsOf(false) : ['main'], tenants: idsOf(true) };
  if (deps.writeCompany(companyTemplate(template))) return ok({ made: true, missing: [], without });
  const company = deps.company();
  if (!company.ok) return ok({ made: false, missing: [], without });
  const { controllers, tenants = [] } = company.value;
  const declared = new Set([...controllers, ...tenants].map(({ id }) => id));
  const missing = named
    .filter(({ controller }) => !declared.has(controller))
    .map(({ controller, persons }) => ({ controller, persons }));
  return ok({ made: false, missing, without });
}

import { ok, type Result } from '../core/result.ts';
import { companyTemplate } from './company-template.ts';
import type { Deps } from './deps.ts';

/** How `company.yml` stands to the customers on file. */
export interface CompanyState {
  /** It was not there, and has been written to be filled in. */
  readonly made: boolean;
  /** Controllers of customers that it has no entry for, with how many people each answers for; empty while it is not filled in. */
  readonly missing: readonly { readonly controller: string; readonly persons: number }[];
  /** Customers on file who name no controller: nobody would write to them. */
  readonly without: number;
}

/** Writes `company.yml` with an entry for each controller of the customers, unless there is one; never overwrites. */
export async function prepareCompany(
  deps: Pick<Deps, 'company' | 'lake' | 'writeCompany'>,
): Promise<Result<CompanyState>> {
  const session = await deps.lake.open();
  if (!session.ok) return session;
  const rows = await session.value.rows<{ readonly controller: string | null; readonly persons: bigint }>(
    'people-controller',
  );
  await session.value.close();
  const named = rows.flatMap(({ controller, persons }) =>
    controller === null ? [] : [{ controller, persons: Number(persons) }],
  );
  const without = Number(rows.find(({ controller }) => controller === null)?.persons ?? 0);
  const ids = named.map(({ controller }) => controller);
  if (deps.writeCompany(companyTemplate(ids.length > 0 ? ids : ['main'])))
    return ok({ made: true, missing: [], without });
  const company = deps.company();
  if (!company.ok) return ok({ made: false, missing: [], without });
  const declared = new Set(company.value.controllers.map(({ id }) => id));
  return ok({ made: false, missing: named.filter(({ controller }) => !declared.has(controller)), without });
}

import type { Company } from '../model/company.ts';
import type { Duties } from '../model/duty.ts';

/** What the company itself owes: the duties of its tenants are theirs, and stand in their packages. */
export function ownDuties(document: Duties, company: Company | null): Duties {
  const tenants = new Set((company?.tenants ?? []).map(({ id }) => id));
  if (tenants.size === 0) return document;
  const duties = document.duties.filter(({ bearer }) => !tenants.has(bearer));
  const ids = new Set(duties.map(({ id }) => id));
  const asks = (document.asks ?? []).flatMap((ask) => {
    const left = ask.duties.filter((id) => ids.has(id));
    return left.length === 0 ? [] : [{ ...ask, duties: left }];
  });
  const representatives = document.representatives?.filter(({ bearer }) => !tenants.has(bearer));
  return { ...document, duties, asks, ...(representatives === undefined ? {} : { representatives }) };
}

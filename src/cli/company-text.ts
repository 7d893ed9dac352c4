import type { CompanyState } from '../workflow/prepare-company.ts';

/** What the operator has to do about `company.yml`, a line each; nothing when it answers for everybody. */
export const companyText = ({ made, missing, without }: CompanyState, path: string): readonly string[] => [
  ...(made ? [`fill in ${path}: who answers for the data, and how they sign`] : []),
  ...missing.map(
    ({ controller, persons }) => `${path} has no entry for ${controller}, who answers for ${persons} customers`,
  ),
  ...(without > 0 ? [`${without} customers name no controller: nobody could write to them`] : []),
];

import type { Company } from '../../../model/company.ts';

/** The legal name of a controller; its id where the company does not declare it. */
export function controllerName(company: Company | null, id: string): string {
  if (id === 'unknown') return 'legal entity not known';
  return company?.controllers.find((controller) => controller.id === id)?.name ?? id;
}

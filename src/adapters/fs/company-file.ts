import { existsSync, readFileSync } from 'node:fs';
import { err, type Result } from '../../core/result.ts';
import { type Company, companySchema } from '../../model/company.ts';
import { parseYaml } from '../../packs/parse-yaml.ts';
import { placeOnce } from '../disk.ts';
import { intakeFault } from './fault.ts';

/** Reads `company.yml`. Errors: `COMPANY_MISSING`, and `COMPANY_INVALID` with every problem's line and column. */
export function readCompany(path: string): Result<Company> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return err(intakeFault('COMPANY_MISSING', 'reading company.yml: the data directory has none'));
  }
  const company = parseYaml(text, 'company.yml', companySchema);
  return company.ok ? company : err(intakeFault('COMPANY_INVALID', company.error.message));
}

/** Writes `company.yml` whole, mode 0600, unless there is one; true when it did. */
export const writeCompany = (path: string, text: string): boolean => !existsSync(path) && placeOnce(path, text);

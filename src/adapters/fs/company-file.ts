import { readFileSync } from 'node:fs';
import { err, type Result } from '../../core/result.ts';
import { type Company, companySchema } from '../../model/company.ts';
import { parseYaml } from '../../packs/parse-yaml.ts';
import { intakeFault } from './fault.ts';

/** Reads `company.yml`. Errors: `COMPANY_MISSING`, and `PACK_INVALID` with every problem's line and column. */
export function readCompany(path: string): Result<Company> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return err(intakeFault('COMPANY_MISSING', 'reading company.yml: the data directory has none'));
  }
  return parseYaml(text, 'company.yml', companySchema);
}

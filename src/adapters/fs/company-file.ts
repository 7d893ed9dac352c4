import { closeSync, existsSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { err, type Result } from '../../core/result.ts';
import { type Company, companySchema } from '../../model/company.ts';
import { parseYaml } from '../../packs/parse-yaml.ts';
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
export function writeCompany(path: string, text: string): boolean {
  if (existsSync(path)) return false;
  const part = `${path}.${process.pid}`;
  const fd = openSync(part, 'w', 0o600);
  try {
    writeFileSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  try {
    // A link, unlike a rename, never replaces what somebody else has put there meanwhile.
    linkSync(part, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(part);
  }
}

import { existsSync, readFileSync } from 'node:fs';
import { sha256Hex } from '../../core/hash.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { type TableFile, tableMapSchema } from '../../model/table-map.ts';
import { parseYaml } from '../../packs/parse-yaml.ts';
import { intakeFault } from './fault.ts';

/** Reads `tables.yml`; null when there is none. Error: `TABLES_INVALID`, with every problem's line and column. */
export function readTables(path: string): Result<TableFile | null> {
  if (!existsSync(path)) return ok(null);
  const bytes = readFileSync(path);
  const map = parseYaml(bytes.toString('utf8'), 'tables.yml', tableMapSchema);
  return map.ok
    ? ok({ map: map.value, sha256: sha256Hex(bytes) })
    : err(intakeFault('TABLES_INVALID', map.error.message));
}

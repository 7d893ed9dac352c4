import { readFileSync } from 'node:fs';
import { err, ok, type Result } from '../core/result.ts';
import { cliFault } from './fault.ts';

/** A facts file as JSON. Error: `CLI_FACTS_UNREADABLE`. */
export function readFacts(path: string): Result<unknown> {
  try {
    return ok(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
    return err(cliFault('CLI_FACTS_UNREADABLE', `reading the facts file: ${path} ${why}`));
  }
}

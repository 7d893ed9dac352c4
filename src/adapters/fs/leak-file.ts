import { readFileSync } from 'node:fs';
import { err, ok, type Result } from '../../core/result.ts';
import { intakeFault } from './fault.ts';

/** A leak file's bytes; it is held in memory whole. Error: `LEAK_UNREADABLE`. */
export function readLeak(path: string): Result<Uint8Array> {
  try {
    return ok(readFileSync(path));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return err(intakeFault('LEAK_UNREADABLE', `reading the leak file: expected a readable file, got ${code}`));
  }
}

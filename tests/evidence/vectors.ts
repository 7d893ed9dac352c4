import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Public test vectors beside the checkout; tests that read them are skipped where they are not at hand. */
const FOLDER = resolve('../shared/vectors');

export const hasVectors = existsSync(FOLDER);
export const WITHOUT_VECTORS = '(skipped where ../shared/vectors is not at hand)';

export const vectorPath = (path: string): string => join(FOLDER, path);
export const vectorText = (path: string): string => readFileSync(vectorPath(path), 'utf8');

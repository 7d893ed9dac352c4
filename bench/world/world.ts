import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openApp } from '../../src/app.ts';
import type { Truth } from '../../src/testing/company/truth.ts';
import { simulateInput } from '../../src/workflow/simulate-company.ts';

export const silent = { step: () => ({ at: () => {}, end: () => {} }) };

/** A data directory with a simulated company and its leak: 600 actors, 200,000 customers and ten million accesses, or the small one. */
export async function ensureWorld(data: string, quick: boolean): Promise<Truth> {
  const path = join(data, 'simulation', 'truth.json');
  if (!existsSync(path)) {
    rmSync(data, { recursive: true, force: true });
    const app = openApp(data, { progress: silent });
    const truth = await app.simulate(simulateInput.parse({ seed: 7, size: quick ? 'small' : 'medium' }), null);
    await app.close();
    if (!truth.ok) throw new Error(truth.error.message);
  }
  return readTruth(data);
}

export const readTruth = (data: string): Truth =>
  JSON.parse(readFileSync(join(data, 'simulation', 'truth.json'), 'utf8')) as Truth;

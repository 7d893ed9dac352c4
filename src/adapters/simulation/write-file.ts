import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { FaultError } from '../../core/fault.ts';
import type { FileWriter } from '../../ports/simulation-outlet.ts';
import { simulationFault } from './fault.ts';

/** Opens the file anew (0600, its folder 0700). Throws a FaultError with SIMULATION_WRITE. */
export function writeFile(path: string): FileWriter {
  return attempt(path, () => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const file = openSync(path, 'w', 0o600);
    return {
      write: (bytes) =>
        attempt(path, () => {
          for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
        }),
      close: () => closeSync(file),
    };
  });
}

/** Removes the file if it is there. Throws a FaultError with SIMULATION_WRITE. */
export const removeFile = (path: string): void => attempt(path, () => rmSync(path, { force: true }));

function attempt<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new FaultError(simulationFault('SIMULATION_WRITE', `writing the simulated company to ${path}: ${code}`));
  }
}

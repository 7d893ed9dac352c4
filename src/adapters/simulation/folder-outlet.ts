import { join } from 'node:path';
import { ok } from '../../core/result.ts';
import type { SimulationOutlet } from '../../ports/simulation-outlet.ts';
import { removeFile, writeFile } from './write-file.ts';

/** Everything as files in one folder, the log as `access.ndjson`. An older `truth.json` goes first. */
export function folderOutlet(folder: string): SimulationOutlet {
  return {
    file(name) {
      if (name !== 'truth.json') removeFile(join(folder, 'truth.json'));
      return writeFile(join(folder, name));
    },
    async log(lines) {
      const file = writeFile(join(folder, 'access.ndjson'));
      try {
        for await (const chunk of lines) file.write(chunk);
      } finally {
        file.close();
      }
      return ok(null);
    },
    people: async () => ok(null),
  };
}

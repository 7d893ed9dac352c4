import { join } from 'node:path';
import { ok, type Result } from '../../core/result.ts';
import type { PeopleKind } from '../../packs/people-kind.ts';
import type { IntakeStream } from '../../ports/intake.ts';
import type { CompanyFile, SimulationOutlet } from '../../ports/simulation-outlet.ts';
import { removeFile, writeFile } from './write-file.ts';

/** The ways into a data directory that the real verbs use, as the composition root ties them together. */
export interface DataIntake {
  /** As `candour ingest candour`; the stream is drawn once. */
  ingest(stream: IntakeStream): Promise<Result<unknown>>;
  /** As `candour people KIND PATH`. */
  people(kind: PeopleKind, path: string): Promise<Result<unknown>>;
}

const PEOPLE: readonly PeopleKind[] = ['customers', 'workforce', 'ties'];

/**
 * Straight into a data directory: the log goes through ingest as a stream and never stands in a file; people files stand
 * in `folder/simulation` until they are taken in. There `leak.csv` and `truth.json` stay; `company.yml` goes to `folder`.
 */
export function dataOutlet(folder: string, intake: DataIntake): SimulationOutlet {
  const pathOf = (name: CompanyFile): string =>
    name === 'company.yml' ? join(folder, name) : join(folder, 'simulation', name);
  return {
    file(name) {
      if (name !== 'truth.json') removeFile(pathOf('truth.json'));
      return writeFile(pathOf(name));
    },
    async log(lines) {
      let read = 0;
      const stream: IntakeStream = {
        name: 'simulated',
        size: null,
        async *chunks() {
          for await (const chunk of lines) {
            read += chunk.length;
            yield chunk;
          }
        },
        read: () => read,
      };
      const taken = await intake.ingest(stream);
      return taken.ok ? ok(null) : taken;
    },
    async people() {
      for (const kind of PEOPLE) {
        const path = pathOf(`${kind}.csv` as CompanyFile);
        const taken = await intake.people(kind, path);
        if (!taken.ok) return taken;
        removeFile(path);
      }
      return ok(null);
    },
  };
}

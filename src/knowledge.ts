import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from './adapters/fs/shell.ts';
import { publicHolidays } from './adapters/holiday/public-holidays.ts';
import { ok, type Result } from './core/result.ts';
import type { Holidays } from './model/holidays.ts';
import { type CountedLaws, loadCountedLaws } from './packs/built-laws.ts';
import type { LawPack } from './packs/law-pack.ts';
import type { Clock } from './ports/shell.ts';

/** What answers without a data directory: the packs, the calendars, the clock. */
export interface Knowledge {
  readonly packsFolder: string;
  /** All law packs without their cases, read once. */
  readonly laws: () => Result<readonly LawPack[]>;
  /** All law packs with the number of their cases. */
  readonly countedLaws: () => Result<CountedLaws>;
  readonly holidays: Holidays;
  readonly clock: Clock;
}

/** Where `packs/` and `sql/` lie: beside `src/` in a checkout, beside `dist/` in the package. */
export const homeFolder = dirname(dirname(fileURLToPath(import.meta.url)));
/** Made by the build beside this file; a program that runs from its sources has none. */
const builtLawsFile = join(dirname(fileURLToPath(import.meta.url)), 'laws.json');

/** `packsFolder`: instead of the packs that are shipped. */
export function openKnowledge(packsFolder = join(homeFolder, 'packs'), clock: Clock = systemClock): Knowledge {
  let shelf: Result<readonly LawPack[]> | null = null;
  return {
    packsFolder,
    laws: () => {
      if (shelf === null) {
        const loaded = loadCountedLaws(packsFolder, builtLawsFile);
        shelf = loaded.ok ? ok(loaded.value.packs) : loaded;
      }
      return shelf;
    },
    countedLaws: () => loadCountedLaws(packsFolder, builtLawsFile, true),
    holidays: publicHolidays(),
    clock,
  };
}

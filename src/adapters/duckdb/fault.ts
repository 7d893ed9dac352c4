import { registerFaults } from '../../core/fault.ts';

export const lakeFault = registerFaults({
  LAKE_MAP_FAILED: {
    meaning: "A source's map.sql is not a statement that the engine can run.",
    action: 'Mend the map.sql that is named; `candour check packs` runs it on its samples.',
    retry: false,
  },
  LAKE_MANIFEST_INVALID: {
    meaning: "A batch's manifest is damaged or of a newer version.",
    action: 'Restore the data directory from a backup, or use the newer Candour that wrote it.',
    retry: false,
  },
  LAKE_PEOPLE_INVALID: {
    meaning: 'A people file is not CSV, NDJSON or Parquet with the columns that its kind needs.',
    action: 'See docs/how-to/people.md for the columns; `id`, `actor`, or the ends of a tie are required.',
    retry: false,
  },
});

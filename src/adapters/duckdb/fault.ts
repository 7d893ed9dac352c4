import { registerFaults } from '../../core/fault.ts';

export const lakeFault = registerFaults({
  LAKE_MAP_FAILED: {
    meaning: "A source's map.sql is not a statement that the engine can run.",
    action: 'Mend the map.sql that is named; `candour check packs` runs it on its samples.',
    retry: false,
  },
  LAKE_LEAF_INVALID: {
    meaning: 'A leaf of the log says that it is of the lake, and is not of the shape that this Candour knows.',
    action: 'Use the newer Candour that wrote it; `candour verify` tells whether the log itself is sound.',
    retry: false,
  },
  LAKE_OLD_FORMAT: {
    meaning: 'The data directory holds manifests, from before the evidence log; it was never a released format.',
    action: 'Start a new data directory and ingest the logs and the people files again.',
    retry: false,
  },
  LAKE_NO_SUCH_STATE: {
    meaning: 'The log never had that many leaves.',
    action: 'Give the size of an earlier tree, as a checkpoint or an answer of a verb says it.',
    retry: false,
  },
  LAKE_EXPIRED: {
    meaning:
      'A batch that was there at that state of the log has expired under the retention period since: its files are destroyed.',
    action: 'Read a later state, as of a size beyond the tombstone that is named. What was there is gone for good.',
    retry: false,
  },
  LAKE_LIST_CHANGED: {
    meaning: 'The list of the files of a batch is missing or not the one that its leaf commits to.',
    action: 'Restore the file that is named from a backup; run `candour verify` to find what else was changed.',
    retry: false,
  },
  LAKE_RECORD_UNKNOWN: {
    meaning: 'No batch of the lake holds that record.',
    action: 'Give the id of a batch that is there and a number below its records, counted from 0.',
    retry: false,
  },
  LAKE_SECRET_GONE: {
    meaning:
      "The batch's secret, from which its records' salts come, is not in the state database: no record of it can be proved.",
    action: 'Restore state/candour.sqlite from a backup that was made after the batch.',
    retry: false,
  },
  LAKE_RAW_CHANGED: {
    meaning: "A batch's raw file, or its secret, is not the one that its leaf commits to.",
    action: 'Run `candour verify` to find what was changed, and restore it from a backup.',
    retry: false,
  },
  LAKE_PEOPLE_INVALID: {
    meaning: 'A people file is not CSV, NDJSON or Parquet with the columns that its kind needs.',
    action: 'See docs/how-to/people.md for the columns; `id`, `actor`, or the ends of a tie are required.',
    retry: false,
  },
});

import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { scratchLake } from './scratch-lake.ts';

const LOGS = resolve('../shared/data/aws-cloudtrail');

test.skipIf(!existsSync(LOGS))(
  'every event of real CloudTrail logs is accepted, all else in the folder is quarantined, and a second run adds nothing (skipped where the logs are not at hand)',
  async () => {
    const lake = scratchLake();
    try {
      const files = readdirSync(LOGS).filter((name) => name.endsWith('.json')).length;
      expect(files).toBeGreaterThan(50);
      const first = await lake.ingest([LOGS], 'aws-cloudtrail');
      // 2,900 events; the licence beside them is no log.
      expect(first.rows).toEqual({ read: 2901, accepted: 2900, duplicate: 0, quarantined: 1 });
      expect(first.reasons).toEqual([{ code: 'form-unknown', count: 1 }]);
      const second = await lake.ingest([LOGS], 'aws-cloudtrail');
      expect(second.rows).toEqual({ read: 2901, accepted: 0, duplicate: 2900, quarantined: 1 });
      expect(second.batches).toEqual([]);
    } finally {
      await lake.remove();
    }
  },
);

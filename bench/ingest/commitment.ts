import { recordFold } from '../../src/adapters/duckdb/record-fold.ts';
import { report } from '../measure.ts';

// What the raw file's writer does beside writing: pages of a megabyte, records of 269 bytes.
const records = Number(process.argv[2] ?? 1_000_000);
const fold = process.argv[3] !== 'none';
const RECORD_BYTES = 269;
const PER_PAGE = 3800;
const sample = Buffer.alloc(PER_PAGE * (RECORD_BYTES + 4), 'candour ');
for (let n = 0; n < PER_PAGE; n += 1) sample.writeUInt32LE(RECORD_BYTES, n * (RECORD_BYTES + 4));
const page = Buffer.alloc(sample.length);

await report(async () => {
  const commitment = recordFold(Buffer.alloc(32, 7));
  let done = 0;
  for (; done < records; done += PER_PAGE) {
    sample.copy(page);
    if (fold) commitment.page(page, page.length);
  }
  return { records: done };
});

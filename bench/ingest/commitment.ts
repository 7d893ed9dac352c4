import { hash } from 'node:crypto';
import { recordFold, SALT_BYTES } from '../../src/adapters/duckdb/record-fold.ts';
import { report } from '../measure.ts';

/**
 * `[RECORDS] [bare|none]`: what the raw file's writer does beside writing, on pages of a megabyte, records of 269 bytes. `bare`: only SHA-256 of as many
 * leaves and interior nodes, the least that any RFC 6962 tree costs in Node, which says how fast the machine is just now; `none`: only the pages.
 */
const records = Number(process.argv[2] ?? 1_000_000);
const mode = process.argv[3] ?? 'fold';
const RECORD_BYTES = 269;
const PER_PAGE = 3800;
const sample = Buffer.alloc(PER_PAGE * (RECORD_BYTES + 4), 'candour ');
for (let n = 0; n < PER_PAGE; n += 1) sample.writeUInt32LE(RECORD_BYTES, n * (RECORD_BYTES + 4));
const page = Buffer.alloc(sample.length);
const leaf = Buffer.alloc(1 + SALT_BYTES + RECORD_BYTES);
const node = Buffer.alloc(65);

await report(async () => {
  const commitment = recordFold(Buffer.alloc(32, 7));
  let done = 0;
  for (; done < records; done += PER_PAGE) {
    sample.copy(page);
    if (mode === 'fold') commitment.page(page, page.length);
    if (mode !== 'bare') continue;
    for (let n = 0; n < PER_PAGE; n += 1) {
      hash('sha256', leaf, 'binary');
      hash('sha256', node, 'binary');
    }
  }
  return { records: done };
});

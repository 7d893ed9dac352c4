import { rmSync } from 'node:fs';
import { openApp } from '../../src/app.ts';
import { ingestLog } from '../../src/workflow/ingest-log.ts';
import { report } from '../measure.ts';

const [log = '', data = ''] = process.argv.slice(2);
rmSync(data, { recursive: true, force: true });
const app = openApp(data, { progress: { step: () => ({ at: () => {}, end: () => {} }) } });
await report(async () => {
  const books = await ingestLog({ source: 'candour', paths: [log] }, app.ingest);
  if (!books.ok) throw new Error(books.error.message);
  return { accesses: books.value.accesses };
});
await app.close();

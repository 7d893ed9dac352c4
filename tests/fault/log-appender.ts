import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { writerLock } from '../../src/adapters/sqlite/writer-lock.ts';
import { leaf, openLog, unwrap } from './log-world.ts';

// The child of log-kill.test.ts: appends for ever, four calls at a time of one to three leaves, and prints the leaves of each call
// once it is acknowledged: `index count name`.
const data = process.argv[2] ?? '';
const name = process.argv[3] ?? '';
const lock = writerLock(join(data, 'state', 'lock.sqlite'));
const log = openLog(data, { beatMs: 2, withLock: (work) => lock.whileHeld(60_000, work) });
let calls = 0;

async function append(): Promise<void> {
  for (;;) {
    calls += 1;
    const call = `${name}-${calls}`;
    const count = 1 + (calls % 3);
    const entries = Array.from({ length: count }, (_, n) => leaf(`${call}/${n} of ${count}`));
    const { index } = unwrap(await log.append(entries));
    writeSync(1, `${index} ${count} ${call}\n`);
  }
}

await Promise.all([append(), append(), append(), append()]);

import { writeSync } from 'node:fs';
import { sqliteCaseStore } from '../../src/adapters/sqlite/case-store.ts';
import { openState } from '../../src/adapters/sqlite/state.ts';
import { instantFromMs } from '../../src/core/instant.ts';
import type { CaseEventBody } from '../../src/model/case.ts';

// The child of case-kill.test.ts: appends three events at a time for ever and prints the last seq of each append once it
// has returned.
const state = openState({ path: process.argv[2] ?? '', sqlFolder: 'sql' });
if (!state.ok) throw new Error(state.error.message);
const store = sqliteCaseStore(state.value);
const before = store.events('c-killed');
const note: CaseEventBody = { kind: 'noted', text: 'x'.repeat(2000) };
for (let next = before.ok ? before.value.length : 0; ; next += 3) {
  const appended = store.append('c-killed', next, instantFromMs(next), 'ada', [note, note, note]);
  if (!appended.ok) throw new Error(appended.error.message);
  writeSync(1, `${next + 2}\n`);
}

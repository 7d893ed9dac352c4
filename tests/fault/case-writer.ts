import { writeSync } from 'node:fs';
import { instantFromMs } from '../../src/core/instant.ts';
import type { CaseEventBody } from '../../src/model/case.ts';
import { openRealState } from '../state/real-state.ts';

// The child of case-kill.test.ts: appends three events at a time for ever and prints the last seq of each append once it
// has returned.
const { cases } = (await openRealState(process.argv[2] ?? '')).store;
const before = cases.events('c-killed');
const note: CaseEventBody = { kind: 'noted', text: 'x'.repeat(2000) };
for (let next = before.ok ? before.value.length : 0; ; next += 3) {
  const appended = await cases.append('c-killed', next, instantFromMs(next), 'ada', [note, note, note]);
  if (!appended.ok) throw new Error(appended.error.message);
  writeSync(1, `${next + 2}\n`);
}

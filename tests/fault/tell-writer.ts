import { writeSync } from 'node:fs';
import { instantFromMs } from '../../src/core/instant.ts';
import { type TellInput, tellPersons } from '../../src/workflow/tell-person.ts';
import { openRealState } from '../state/real-state.ts';
import { unwrap } from '../state/scratch-state.ts';

// The child of tell-kill.test.ts: a delivery that starts from the first person every time, as one that lost its own notes would, and prints
// how many people were told after each message.
const [folder = '', caseId = '', persons = '0'] = process.argv.slice(2);
const { store } = await openRealState(folder);
const now = instantFromMs(0);
const deps = {
  ...store,
  clock: { now: () => now },
  operator: 'ada',
  ids: { fresh: (prefix: string) => `${prefix}-${process.pid}-${Math.floor(performance.now() * 1000)}` },
};
for (let n = 0; n < Number(persons); n += 1) {
  const message = { notice: `n-${n}`, channel: 'email', acceptedAt: now, sha256: 'ab'.repeat(32) } as const;
  // Every third is told twice at once, and later by another message.
  const messages: TellInput['messages'] = [{ person: `p-${n}`, ...message }];
  if (n % 3 === 0) messages.push({ person: `p-${n}`, ...message }, { person: `p-${n}`, ...message, notice: `m-${n}` });
  const told = unwrap(await tellPersons.run({ case: caseId, messages }, deps));
  writeSync(1, `${told.told}\n`);
}

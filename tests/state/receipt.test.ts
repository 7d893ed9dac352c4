import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { utf8 } from '../../src/core/bytes.ts';
import { type Instant, instantFromMs } from '../../src/core/instant.ts';
import { nodeHashing } from '../../src/core/node-hashing.ts';
import { parsePolicy } from '../../src/core/note/policy.ts';
import { ok } from '../../src/core/result.ts';
import { checkReceipt } from '../../src/verify/receipt/check-receipt.ts';
import { issueReceipt, type PersonReceipt } from '../../src/workflow/issue-receipt.ts';
import { openCase } from '../../src/workflow/open-case.ts';
import { tellPersons } from '../../src/workflow/tell-person.ts';
import { openRealState, type RealState } from './real-state.ts';
import { unwrap } from './scratch-state.ts';

const NOW: Instant = instantFromMs(Date.UTC(2026, 2, 1, 9));
const PERSONS = ['c-1', 'c-2', 'c-3'];

let folder = '';
let state: RealState;
let caseId: string;
const deps = () => ({
  ...state.store,
  clock: { now: () => NOW },
  operator: 'ada',
  ids: { fresh: (prefix: string) => `${prefix}-1` },
  noticesLog: (incident: string) => ({
    ...state.logOf(incident),
    cosigned: () => ok(null),
    ask: async () => Promise.reject(new Error('not used here')),
  }),
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'candour-receipt-'));
  state = await openRealState(folder);
  caseId = unwrap(await openCase.run({ title: 'A leak', finding: null }, deps())).case;
  const message = { channel: 'email', acceptedAt: NOW, sha256: 'ab'.repeat(32) } as const;
  const messages = PERSONS.map((person) => ({ person, notice: `n-${person}`, ...message }));
  unwrap(await tellPersons.run({ case: caseId, messages }, deps()));
});
afterEach(async () => {
  await state.close();
  rmSync(folder, { recursive: true, force: true });
});

const issue = (subject: string) => issueReceipt.run({ case: caseId, subject }, deps());
/** As somebody who has the main log's key from elsewhere, the receipt and its opening, and nothing else. */
const check = ({ text }: PersonReceipt, opening: string) => {
  const vkey = readFileSync(join(folder, 'log', 'vkey'), 'utf8').trim();
  const policy = unwrap(parsePolicy(utf8(`log ${vkey}\nquorum none\n`), nodeHashing));
  return checkReceipt({ proof: utf8(text), entry: null, opening: utf8(opening), policy, hashing: nodeHashing });
};

describe('the receipt of a person who was told', () => {
  test('shows to anybody with the main log’s key that the person was told what, as one of how many, and not cosigned yet', async () => {
    for (const [index, person] of PERSONS.entries()) {
      const receipt = unwrap(await issue(person));
      expect(receipt).toMatchObject({ index, treeSize: 3, cosigned: false });
      const verdict = check(receipt, receipt.opening);
      expect(verdict).toMatchObject({
        ok: true,
        opened: 'yes',
        proved: { origin: receipt.origin, index, treeSize: 3 },
      });
      expect(JSON.parse(verdict.record ?? '')).toMatchObject({
        kind: 'told',
        about: person,
        body: { notice: `n-${person}` },
      });
      expect(receipt.text).not.toContain(person);
    }
  });

  test('does not open with what another person was given', async () => {
    const [one, other] = [unwrap(await issue('c-1')), unwrap(await issue('c-2'))];
    expect(check(one, other.opening)).toMatchObject({ ok: false, opened: 'no' });
  });

  test('is itself a read that is recorded, and cannot be had for somebody who was not told or was erased', async () => {
    await issue('c-1');
    expect([...state.store.records.heldAbout(caseId, 'c-1')]).toEqual([
      ['read', 1],
      ['told', 1],
    ]);
    expect(await issue('c-9')).toMatchObject({ error: { code: 'CASE_NO_TELLING' } });
    const seq = unwrap(state.store.cases.events(caseId)).length;
    unwrap(await state.store.records.erase({ case: caseId, person: 'c-1', at: NOW, by: 'ada', reason: 'asked', seq }));
    expect(await issue('c-1')).toMatchObject({ error: { code: 'CASE_NO_TELLING' } });
    expect(await state.verify()).toEqual([]);
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Instant, instantFromMs } from '../../src/core/instant.ts';
import { noteCase } from '../../src/workflow/note-case.ts';
import { openCase } from '../../src/workflow/open-case.ts';
import { sealTelling, type TellInput, tellPersons } from '../../src/workflow/tell-person.ts';
import { type ScratchState, scratchState, unwrap } from './scratch-state.ts';

const NOW: Instant = instantFromMs(Date.UTC(2026, 2, 1, 9));

let state: ScratchState;
let caseId: string;
let ids = 0;
const depsOver = ({ store }: Pick<ScratchState, 'store'>) => ({
  ...store,
  clock: { now: () => NOW },
  operator: 'ada',
  ids: {
    fresh(prefix: string) {
      ids += 1;
      return `${prefix}-${ids}`;
    },
  },
});
beforeEach(async () => {
  state = scratchState();
  caseId = unwrap(await openCase.run({ title: 'A leak', finding: null }, depsOver(state))).case;
});
afterEach(() => state.close());

const message = (person: string, notice = `n-${person}`): TellInput['messages'][number] => ({
  person,
  notice,
  channel: 'email',
  acceptedAt: NOW,
  sha256: 'ab'.repeat(32),
});
const tell = (...messages: TellInput['messages']) => tellPersons.run({ case: caseId, messages }, depsOver(state));

describe('telling people', () => {
  test('makes one leaf for each person, so that the size of the tree is the number of people told', async () => {
    const first = unwrap(await tell(message('a'), message('b')));
    const second = unwrap(await tell(message('b'), message('c')));
    expect([first, second].map(({ told, first: n, later }) => ({ told, n, later }))).toEqual([
      { told: 2, n: 2, later: 0 },
      { told: 3, n: 2, later: 0 },
    ]);
    expect(state.logOf(second.incident).kept).toHaveLength(3);
  });

  test('the same message given again adds nothing, to either log', async () => {
    await tell(message('a'), message('a', 'second'));
    const before = [state.log.kept.length, unwrap(await tell(message('a'))).told];
    await tell(message('a'), message('a', 'second'));
    expect([state.log.kept.length, unwrap(await tell(message('a'))).told]).toEqual(before);
  });

  test('later messages to a person are leaves of the main log', async () => {
    await tell(message('a'));
    const before = state.log.kept.length;
    expect(unwrap(await tell(message('a', 'letter')))).toMatchObject({ told: 1, first: 0, later: 1 });
    expect(state.log.kept.length).toBe(before + 1);
  });

  test('two deliveries that begin at once tell under one incident', async () => {
    const [one, other] = await Promise.all([tell(message('a')), tell(message('b'))]);
    expect(unwrap(one).incident).toBe(unwrap(other).incident);
    expect(unwrap(await tell()).told).toBe(2);
  });

  test('nobody is told after the number was sealed, and the case says what it was', async () => {
    await tell(message('a'), message('b'));
    expect(unwrap(await sealTelling.run({ case: caseId }, depsOver(state)))).toMatchObject({ told: 2 });
    expect(await tell(message('c'))).toMatchObject({ error: { code: 'TELLING_SEALED' } });
    expect(await sealTelling.run({ case: caseId }, depsOver(state))).toMatchObject({
      error: { code: 'CASE_TELLING_ENDED' },
    });
    expect(unwrap(state.store.cases.events(caseId)).at(-1)).toMatchObject({ kind: 'telling-sealed', treeSize: 2 });
  });

  test('who was told and erased since gets no second leaf; who was known before the erasure is told as ever', async () => {
    const read = (person: string) =>
      ({
        kind: 'read',
        at: NOW,
        by: 'ada',
        case: caseId,
        seq: null,
        about: person,
        body: { what: 'notice', id: null },
      }) as const;
    unwrap(await state.store.records.keep([read('b')]));
    const { incident } = unwrap(await tell(message('a')));
    const { length: seq } = unwrap(state.store.cases.events(caseId));
    unwrap(await state.store.records.erase({ case: caseId, person: 'a', at: NOW, by: 'ada', reason: 'asked', seq }));
    expect(unwrap(await tell(message('a', 'again'), message('b')))).toMatchObject({ told: 2, first: 1, later: 1 });
    expect(state.logOf(incident).kept).toHaveLength(2);
    // Given again, as after a kill, neither adds anything.
    expect(unwrap(await tell(message('a', 'again'), message('b'))).told).toBe(2);
    // Nobody knows whether somebody new was the one who was erased.
    expect(unwrap(await tell(message('c')))).toMatchObject({ told: 2, first: 0, later: 1 });
  });

  test('a seal is refused when nobody was told, and when the case has changed meanwhile', async () => {
    expect(await sealTelling.run({ case: caseId }, depsOver(state))).toMatchObject({
      error: { code: 'CASE_NO_TELLING' },
    });
    await tell(message('a'));
    const deps = depsOver(state);
    const events = deps.cases.events(caseId);
    await noteCase.run({ case: caseId, text: 'meanwhile' }, deps);
    const stale = { ...deps, cases: { ...deps.cases, events: () => events } };
    expect(await sealTelling.run({ case: caseId }, stale)).toMatchObject({ error: { code: 'CASE_CONFLICT' } });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { instantFromMs } from '../../src/core/instant.ts';
import { ok } from '../../src/core/result.ts';
import type { RecordDraft } from '../../src/ports/record-store.ts';
import { explainAccess } from '../../src/workflow/explain-access.ts';
import { access, DAY, EDGES, explainedWorld } from './explained-world.ts';
import { type MemoryLake, memoryLake } from './memory-lake.ts';

let lake: MemoryLake;
beforeAll(async () => {
  lake = await memoryLake();
});
beforeEach(() => lake.clear());
afterAll(() => lake.close());

const kept: RecordDraft[] = [];
async function explain(actor: string, subject: string) {
  const open = async () => ({ ok: true, value: { ...lake, close: async () => {} } }) as const;
  kept.length = 0;
  const records = {
    keep: async (drafts: readonly RecordDraft[]) => {
      kept.push(...drafts);
      return ok([]);
    },
  };
  const clock = { now: () => instantFromMs(0) };
  const explained = await explainAccess.run({ actor, subject }, { lake: { open }, records, clock, operator: 'ada' });
  if (!explained.ok) throw new Error(explained.error.message);
  return explained.value;
}

describe('explain', () => {
  it.each(EDGES)('$claim', async (edge) => {
    await explainedWorld(lake, [edge]);
    const { accesses, explained, lookedFor } = await explain('clerk@example.com', edge.subject);
    expect({ accesses, explained: explained.length > 0, lookedFor }).toEqual({
      accesses: 1,
      explained: edge.explained,
      lookedFor: ['ticket'],
    });
  });

  it('is itself recorded, about the customer that was meant', async () => {
    await explainedWorld(lake, EDGES.slice(0, 1));
    await lake.insert('subject_alias', [{ alias: 'who@example.com', customer: 'c-77' }]);
    await explain('clerk@example.com', 'who@example.com');
    expect(kept).toMatchObject([{ kind: 'read', by: 'ada', about: 'c-77', body: { what: 'explanation' } }]);
  });

  it('names every tie that explains, with its ends, oldest first', async () => {
    await explainedWorld(lake);
    expect((await explain('e-1', 'twice')).explained).toEqual([
      { tie: 'ticket', id: 'T-twice', from: `${DAY}T10:00:00.000Z`, to: `${DAY}T13:00:00.000Z` },
      { tie: 'ticket', id: 'T-twice', from: null, to: null },
    ]);
  });

  it('says how many of several accesses are explained', async () => {
    await explainedWorld(lake, [
      { claim: '', subject: 'end', at: '10:30:00', explained: true },
      { claim: '', subject: 'end', at: '11:00:00', explained: false },
      { claim: '', subject: 'end', at: '11:30:00', explained: false },
    ]);
    expect((await explain('e-1', 'end')).sentence).toBe(
      `Opened 3 times between ${DAY}T10:30:00.000Z and ${DAY}T11:30:00.000Z; 1 of 3 explained by ticket T-end; nothing explains the rest (looked for: ticket).`,
    );
  });

  it('finds the same under a customer’s id and under an alias', async () => {
    await explainedWorld(lake);
    expect(await explain('e-1', 'c-alias')).toEqual(await explain('clerk@example.com', 'alias@example.com'));
    expect((await explain('e-1', 'c-alias')).accesses).toBe(1);
  });

  it('says that there was no access, and that there are no ties to explain one', async () => {
    await lake.insert('access', [access({ at: `${DAY} 10:00`, subject: 'c-1' })]);
    expect((await explain('e-2', 'c-1')).sentence).toBe('The log holds no access of this actor to this subject.');
    expect((await explain('clerk@example.com', 'c-1')).sentence).toContain('no ties are on record');
  });
});

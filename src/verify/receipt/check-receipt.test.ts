import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../core/bytes.ts';
import { nodeHashing } from '../../core/node-hashing.ts';
import { parsePolicy } from '../../core/note/policy.ts';
import { receiptWorld } from '../../testing/receipt-world.ts';
import { nobleHashing } from '../browser/noble-hashing.ts';
import { checkReceipt, type ReceiptVerdict } from './check-receipt.ts';

fc.configureGlobal({ seed: 4 });

const world = receiptWorld();

function check(
  proof: string | Uint8Array,
  over: { opening?: string; policy?: string; entry?: string } = {},
): ReceiptVerdict {
  const policy = parsePolicy(utf8(over.policy ?? world.policy), nodeHashing);
  if (!policy.ok) throw new Error(policy.error.message);
  const verdicts = [nodeHashing, nobleHashing].map((hashing) =>
    checkReceipt({
      proof: typeof proof === 'string' ? utf8(proof) : proof,
      opening: over.opening === undefined ? null : utf8(over.opening),
      entry: over.entry === undefined ? null : utf8(over.entry),
      policy: policy.value,
      hashing,
    }),
  );
  const [verdict] = verdicts;
  if (verdict === undefined) throw new Error('no verdict');
  // What Node says, the browser says.
  expect(verdicts[1]).toEqual(verdict);
  return verdict;
}

const codes = ({ faults }: ReceiptVerdict): readonly string[] => faults.map(({ code }) => code);

describe('a receipt', () => {
  test('that witnesses cosigned holds, and opens the record', () => {
    expect(check(world.cosignedProof, { opening: world.opening })).toEqual({
      ok: true,
      faults: [],
      opened: 'yes',
      record: world.record,
      proved: {
        origin: 'log.example.com/candour',
        index: 1,
        treeSize: 2,
        rootHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        cosigned: 'yes',
        cosignedBy: [{ name: 'witness.example.com/w', at: '2026-11-25T21:00:00.000Z' }],
        leaf: { type: 'record', time: '2026-11-25T21Z' },
      },
    });
  });

  test('says that it is not cosigned yet, and is then not ok', () => {
    const verdict = check(world.proof, { opening: world.opening });
    expect(codes(verdict)).toEqual(['RECEIPT_NOT_COSIGNED']);
    expect(verdict).toMatchObject({ ok: false, opened: 'yes', proved: { cosigned: 'not-yet' } });
  });

  test('under the key alone holds, and says that no witness was asked', () => {
    const verdict = check(world.proof, { policy: `log ${world.vkey}\nquorum none\n` });
    expect(verdict).toMatchObject({ ok: true, opened: 'not-given', record: null, proved: { cosigned: 'not-asked' } });
  });

  test('with a record in which one character was changed does not hold, and does not show it', () => {
    const verdict = check(world.cosignedProof, { opening: world.opening.replace('c-001234', 'c-001235') });
    expect(codes(verdict)).toEqual(['RECEIPT_OPENING_WRONG']);
    expect(verdict).toMatchObject({ ok: false, opened: 'no', record: null });
  });

  test('with another nonce does not hold', () => {
    expect(codes(check(world.cosignedProof, { opening: world.opening.replace('0707', '0708') }))).toEqual([
      'RECEIPT_OPENING_WRONG',
    ]);
  });

  test('about another leaf than the one it carries does not hold', () => {
    expect(codes(check(world.cosignedProof, { entry: world.leaf.replace('21Z', '22Z') }))).toEqual(['PROOF_INVALID']);
  });

  test('of somebody else proves nothing to who knows this log alone', () => {
    const other = receiptWorld();
    const verdict = check(other.cosignedProof, { opening: other.opening });
    expect(codes(verdict)).toEqual(['NOTE_UNVERIFIED']);
    expect(verdict.proved).toBeNull();
  });

  test.each(['', '{}', '[]', 'null', '{"v":1}', '{"v":2,"nonce":"00","record":"x"}', '\ufeff{}', 'x'.repeat(1000)])(
    'with an opening like %j is not opened',
    (opening) => {
      expect(codes(check(world.cosignedProof, { opening }))).toEqual(['RECEIPT_OPENING_MALFORMED']);
    },
  );

  test('that carries no leaf asks for it', () => {
    const bare = world.cosignedProof.replace(/^extra .*\n/m, '');
    expect(codes(check(bare))).toEqual(['RECEIPT_NO_LEAF']);
    expect(check(bare, { entry: world.leaf }).ok).toBe(true);
  });

  test('with any byte changed proves the same or nothing', () => {
    const bytes = utf8(world.cosignedProof);
    const good = check(world.cosignedProof, { opening: world.opening });
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const verdict = check(bytes.with(at, (bytes[at] ?? 0) ^ by), { opening: world.opening });
        if (verdict.ok) expect(verdict).toEqual(good);
      }),
      { numRuns: 150 },
    );
  });
});

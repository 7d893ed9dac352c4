import { expect, test } from 'vitest';
import { bytesOfHex, utf8 } from '../../src/core/bytes.ts';
import { isSoundEd25519Point } from '../../src/core/ed25519-point.ts';
import type { Hashing } from '../../src/core/hashing.ts';
import { nodeHashing } from '../../src/core/node-hashing.ts';
import { nobleHashing } from '../../src/verify/browser/noble-hashing.ts';
import { hasVectors, vectorText, WITHOUT_VECTORS } from './vectors.ts';

interface Vector {
  readonly number: number;
  readonly key: string;
  readonly sig: string;
  readonly msg: string;
  readonly flags: readonly string[] | null;
}

const vectors = hasVectors ? (JSON.parse(vectorText('ed25519/ed25519vectors.json')) as readonly Vector[]) : [];
const bytes = (hex: string): Uint8Array => bytesOfHex(hex) ?? new Uint8Array();
const acceptedBy =
  (hashing: Hashing) =>
  ({ key, sig, msg }: Vector): boolean =>
    hashing.verifyEd25519(bytes(key), utf8(msg), bytes(sig));
const flagged = (vector: Vector, flag: string): boolean => vector.flags?.includes(flag) ?? false;

test.skipIf(!hasVectors)(
  `a key is refused exactly when it is of small order or not canonical ${WITHOUT_VECTORS}`,
  () => {
    expect(vectors).toHaveLength(914);
    for (const vector of vectors)
      expect([vector.number, isSoundEd25519Point(bytes(vector.key))]).toEqual([
        vector.number,
        !flagged(vector, 'low_order_A') && !flagged(vector, 'non_canonical_A'),
      ]);
  },
);

// CCTV leaves these open between implementations. Ours: no cofactor, so nothing whose check leaves a residue of low order.
const REFUSED = ['low_order_A', 'non_canonical_A', 'low_order_R', 'non_canonical_R', 'low_order_residue'];

test.skipIf(!hasVectors)(
  `signatures hold, in Node and in a browser alike, when key and R are sound and nothing of low order is left over ${WITHOUT_VECTORS}`,
  () => {
    const wanted = vectors.filter((vector) => !REFUSED.some((flag) => flagged(vector, flag)));
    for (const hashing of [nodeHashing, nobleHashing])
      expect(vectors.filter(acceptedBy(hashing)).map(({ number }) => number)).toEqual(
        wanted.map(({ number }) => number),
      );
    expect(wanted).toHaveLength(43);
  },
);

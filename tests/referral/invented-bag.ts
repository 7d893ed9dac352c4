import type { BagFile } from '../../src/core/bag/bag-file.ts';
import type { Instant } from '../../src/core/instant.ts';
import { parseSigningKey } from '../../src/core/node-signer.ts';
import { loadReferralPack } from '../../src/packs/referral-pack.ts';
import { type Bag, type BagParts, buildBag } from '../../src/referral/build-bag.ts';
import { payloadOf } from '../../src/referral/payload.ts';
import type { Referral } from '../../src/referral/referral.ts';
import { inventedReferral } from '../../src/testing/case/invented-referral.ts';

/** A key of nobody: its seed is 32 times the byte 7. */
const KEY = 'PRIVATE+KEY+custody.example.com+771980e9+AQcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH';

export function mustBe<T>(
  result:
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly error: { readonly message: string } },
): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

export const inventedParts: BagParts = {
  release: { at: '2026-03-20T09:30:00.000Z' as Instant, by: 'ada', approvedBy: 'grace' },
  log: null,
  timestamps: [],
  roots: null,
  verifier: [],
  signer: mustBe(parseSigningKey(KEY)),
};

export function inventedBag(referral: Referral = inventedReferral, parts: Partial<BagParts> = {}): Bag {
  const pack = mustBe(loadReferralPack('packs', 'standard'));
  return mustBe(buildBag(referral, mustBe(payloadOf(referral, pack)), pack, { ...inventedParts, ...parts }));
}

export const fileOf = (bag: Bag, path: string): string => {
  const file = bag.files.find((one: BagFile) => one.path === path);
  if (file === undefined) throw new Error(`the bag lacks ${path}`);
  return Buffer.from(file.bytes).toString('utf8');
};

// The field of Curve25519 (RFC 8032 section 5.1).
const P = 2n ** 255n - 19n;

/**
 * y of the eight points whose order divides 8: (0, 1), (0, -1), two of order 4 with y = 0, four of order 8 with y = ±Y8. Under such a
 * key one signature holds for many messages.
 */
const Y8 = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n;
const SMALL_ORDER: ReadonlySet<bigint> = new Set([0n, 1n, P - 1n, Y8, P - Y8]);

/**
 * Whether 32 bytes may serve as an Ed25519 public key, or as the R of a signature: y is below p (each point has one spelling) and
 * not of small order. Libraries differ in both. That y is on the curve is left to verifying, where no signature holds under a y
 * that is not.
 */
export function isSoundEd25519Point(key: Uint8Array): boolean {
  if (key.length !== 32) return false;
  let y = 0n;
  for (let i = 31; i >= 0; i -= 1) y = (y << 8n) | BigInt((key[i] ?? 0) & (i === 31 ? 0x7f : 0xff));
  return y < P && !SMALL_ORDER.has(y);
}

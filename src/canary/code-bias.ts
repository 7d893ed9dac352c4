/** A bias of a code position and how often it is drawn. */
export interface Bias {
  readonly p: number;
  readonly weight: number;
}

/**
 * The finite distribution of biases that serves best against coalitions of up to `coalition`: k = ⌈c/2⌉ Gauss–Legendre nodes, weighed by
 * w/√(p(1-p)) (Nuida, Fujitsu, Hagiwara et al., Designs, Codes and Cryptography 52, 2009). Ascending; the weights add up to 1.
 *
 * @example
 *   codeBiases(2); // [{ p: 0.5, weight: 1 }]
 */
export function codeBiases(coalition: number): readonly Bias[] {
  const count = Math.ceil(coalition / 2);
  const raw = legendreNodes(count).map(({ node, weight }) => {
    const p = (1 + node) / 2;
    return { p, weight: weight / Math.sqrt(p * (1 - p)) };
  });
  const sum = raw.reduce((total, { weight }) => total + weight, 0);
  return raw.map(({ p, weight }) => ({ p, weight: weight / sum })).sort((a, b) => a.p - b.p);
}

/** Roots of the Legendre polynomial of degree `count` by Newton's method, and their weights 2/((1-z²)P'(z)²). */
function legendreNodes(count: number): readonly { readonly node: number; readonly weight: number }[] {
  return Array.from({ length: count }, (_, i) => {
    let z = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    for (let round = 0; round < 50; round += 1) {
      const { value, slope } = legendre(count, z);
      z -= value / slope;
    }
    const { slope } = legendre(count, z);
    return { node: z, weight: 2 / ((1 - z * z) * slope * slope) };
  });
}

/** P_n(z) and its derivative by Bonnet's recursion; |z| < 1. */
function legendre(n: number, z: number): { readonly value: number; readonly slope: number } {
  let [before, value] = [1, z];
  for (let k = 2; k <= n; k += 1) [before, value] = [value, ((2 * k - 1) * z * value - (k - 1) * before) / k];
  return { value, slope: (n * (z * value - before)) / (z * z - 1) };
}

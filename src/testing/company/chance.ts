import { type Random, randomBelow, seededRandom } from '../../core/random.ts';

/** 32 bits that depend on every key, the same on every machine (the finaliser of splitmix32, folded over the keys). */
export function hash32(...keys: readonly number[]): number {
  let z = 0x9e3779b9;
  for (const key of keys) {
    z = (z ^ (key | 0)) + 0x9e3779b9;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    z ^= z >>> 15;
  }
  return z >>> 0;
}

/** One to one on 32 bits: as many different numbers out as went in, in no visible order. */
export function scramble(n: number): number {
  let z = (n + 0x9e3779b9) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

/** A number in [0, 1) that belongs to these keys: for values that must not depend on the order in which they are asked. */
export const unitOf = (...keys: readonly number[]): number => hash32(...keys) / 4_294_967_296;

/** A whole number in [0, below) that belongs to these keys. */
export const belowOf = (below: number, ...keys: readonly number[]): number => Math.floor(unitOf(...keys) * below);

/** The item that belongs to these keys; throws on an empty list. */
export function itemOf<T>(items: readonly T[], ...keys: readonly number[]): T {
  const item = items[belowOf(items.length, ...keys)];
  if (item === undefined) throw new Error('item of an empty list');
  return item;
}

/** Which of the weights' slots `unit` in [0, 1) falls into. */
export function weightedIndex(weights: readonly number[], unit: number): number {
  let left = 0;
  for (const weight of weights) left += weight;
  left *= unit;
  for (let index = 0; index < weights.length; index += 1) {
    left -= weights[index] ?? 0;
    if (left < 0) return index;
  }
  return weights.length - 1;
}

/** Streams are named, so that a new use of chance in one part leaves the others as they were. */
export const STREAM = { plan: 1, day: 2, leak: 3, sample: 4 } as const;

export const streamOf = (seed: number, stream: number, part = 0): Random => seededRandom(hash32(seed, stream, part));

/** Log-normal with median 1 and the given σ (Box and Muller 1958). */
export const logNormal = (random: Random, sigma: number): number =>
  Math.exp(sigma * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));

/** `x` rounded up or down by chance so that its mean stays `x`. */
export const roundByChance = (random: Random, x: number): number => Math.floor(x + random());

/**
 * A rank in [0, count) whose frequency falls as (rank + 1)^-s, for 0 ≤ s < 1: the inverse of the integral of x^-s over
 * [1, count + 1), which needs no table however many customers there are.
 */
export function zipfRank(random: Random, count: number, s: number): number {
  const power = 1 - s;
  const x = (1 + random() * ((count + 1) ** power - 1)) ** (1 / power);
  return Math.min(count - 1, Math.floor(x) - 1);
}

/** Fisher–Yates, in place. */
export function shuffle<T extends { readonly length: number; [index: number]: number }>(random: Random, items: T): T {
  for (let i = items.length - 1; i > 0; i -= 1) {
    const j = randomBelow(random, i + 1);
    const kept = items[i] ?? 0;
    (items as Record<number, number>)[i] = items[j] ?? 0;
    (items as Record<number, number>)[j] = kept;
  }
  return items;
}

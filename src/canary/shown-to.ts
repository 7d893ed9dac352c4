import { bytesOfHex } from '../core/bytes.ts';
import type { Canary, Codebook } from '../model/canary.ts';
import { codeBiases } from './code-bias.ts';
import { keyedStream } from './keyed-stream.ts';

/** What decides who is shown what. */
type Deciding = Pick<Codebook, 'codebook' | 'key' | 'design' | 'canaries'>;

export const tracingCanaries = ({ canaries }: Pick<Codebook, 'canaries'>): readonly Canary[] =>
  canaries.filter(({ kind }) => kind === 'tracing');

export const keyBytes = (key: string): Uint8Array => bytesOfHex(key) ?? new Uint8Array();

/**
 * Which `count` of `pool` a unit meets: a uniform draw without regard to any other unit, ascending. A unit that joins later has its draw
 * already.
 */
export function sharedDraw(
  key: Uint8Array,
  codebook: string,
  unit: string,
  pool: number,
  count: number,
): readonly number[] {
  const stream = keyedStream(key, ['candour/canary/shared', codebook, unit]);
  const drawn = new Set<number>();
  // Floyd, in Bentley, "Programming pearls: a sample of brilliance", CACM 30(9), 1987: each subset of the size is equally probable.
  for (let top = pool - count; top < pool; top += 1) {
    const one = stream.below(top + 1);
    drawn.add(drawn.has(one) ? top : one);
  }
  return [...drawn].sort((a, b) => a - b);
}

/** The bits of a unit's code word, each 1 with its position's bias, independent of each other and of every other unit. */
export function codeWord(
  key: Uint8Array,
  codebook: string,
  unit: string,
  biases: readonly number[],
): readonly (0 | 1)[] {
  const stream = keyedStream(key, ['candour/canary/word', codebook, unit]);
  return biases.map((p) => (stream.unit() < p ? 1 : 0));
}

/** A bias for each of `length` positions, drawn under the key. */
export function drawBiases(key: Uint8Array, codebook: string, length: number, coalition: number): readonly number[] {
  const stream = keyedStream(key, ['candour/canary/bias', codebook]);
  const biases = codeBiases(coalition);
  return Array.from({ length }, () => {
    let left = stream.unit();
    for (const { p, weight } of biases) {
      left -= weight;
      if (left < 0) return p;
    }
    return biases.at(-1)?.p ?? 0.5;
  });
}

/** The addresses of tracing canaries that a unit is shown. */
export function shownTo(book: Deciding, unit: string): readonly { readonly canary: Canary; readonly email: string }[] {
  const canaries = tracingCanaries(book);
  const key = keyBytes(book.key);
  const { design } = book;
  const places =
    design.kind === 'shared'
      ? sharedDraw(key, book.codebook, unit, canaries.length, design.perUnit).map((at) => ({ at, which: 0 }))
      : codeWord(key, book.codebook, unit, design.biases).map((which, at) => ({ at, which }));
  return places.flatMap(({ at, which }) => {
    const canary = canaries[at];
    const email = canary?.emails[which];
    return canary === undefined || email === undefined ? [] : [{ canary, email }];
  });
}

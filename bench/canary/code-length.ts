/** `node bench/canary/code-length.ts [trials]`: the shortest code with which one of c colluders is found in 95 % under each attack. */
import { codeLengthHolds } from './collusion.ts';

/** Tracing brief 2.6, column "Nuida + Škorić, rigorous, worst of five attacks". */
const BRIEF: readonly (readonly [colluders: number, users: number, positions: number])[] = [
  [1, 1_000, 23],
  [1, 10_000, 27],
  [1, 100_000, 31],
  [2, 1_000, 130],
  [2, 10_000, 156],
  [2, 100_000, 168],
  [3, 1_000, 392],
  [3, 10_000, 456],
  [3, 100_000, 520],
  [4, 1_000, 672],
  [5, 1_000, 1_152],
];
const [trials = 400] = process.argv.slice(2).map(Number);
process.stdout.write('| colluders | users | positions | in the brief |\n| --- | --- | --- | --- |\n');
for (const [colluders, users, brief] of BRIEF) {
  const step = Math.max(1, Math.round(brief / 20));
  let length = Math.max(1, brief - 5 * step);
  while (codeLengthHolds(colluders, users, length, trials, length) < 0.95) length += step;
  process.stdout.write(`| ${colluders} | ${users.toLocaleString('en')} | ${length} | ${brief} |\n`);
}

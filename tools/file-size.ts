import { globSync, readFileSync } from 'node:fs';

/** Files that may be over the limit, each with its reason. */
const EXCUSED: Readonly<Record<string, string>> = {};

const LIMIT_LINES = 500;
const MOST_LINES = 300;
const MEDIAN_LINES = 100;

/** STYLE: median at most 100 lines, nine in ten at most 300, none over 500 without a reason in the list. */
const sizes = globSync('src/**/*.{ts,tsx}')
  .filter((file) => !file.includes('/generated/'))
  .map((file) => ({ file, lines: readFileSync(file, 'utf8').split('\n').length - 1 }))
  .sort((a, b) => a.lines - b.lines);
const at = (share: number): number => sizes[Math.floor((sizes.length - 1) * share)]?.lines ?? 0;
const problems = sizes
  .filter(({ file, lines }) => lines > LIMIT_LINES && EXCUSED[file] === undefined)
  .map(({ file, lines }) => `${file}: ${lines} lines`);
if (at(0.5) > MEDIAN_LINES) problems.push(`the median is ${at(0.5)} lines`);
if (at(0.9) > MOST_LINES) problems.push(`nine in ten are up to ${at(0.9)} lines`);
process.stdout.write(
  `${sizes.length} files: median ${at(0.5)} lines, nine in ten up to ${at(0.9)}, longest ${at(1)}\n${problems.join('\n')}\n`,
);
process.exitCode = problems.length === 0 && sizes.length > 0 ? 0 : 1;

import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { exampleLaw } from '../testing/example-law.ts';
import { builtLaws, loadCountedLaws } from './built-laws.ts';
import { loadLawPacks } from './law-pack.ts';

const root = mkdtempSync(join(tmpdir(), 'built-laws-'));
const folder = join(root, 'laws', 'example-law');
const file = join(root, 'laws.json');
afterAll(() => rmSync(root, { recursive: true }));

const build = (packs: string): void => {
  const text = builtLaws(packs);
  if (!text.ok) throw new Error(text.error.message);
  writeFileSync(file, text.value);
};

beforeEach(() => {
  mkdirSync(folder, { recursive: true });
  mkdirSync(join(root, 'law-parts'), { recursive: true });
  for (const [name, text] of Object.entries(exampleLaw)) writeFileSync(join(folder, name), text);
  build(root);
});

const titles = () => {
  const laws = loadCountedLaws(root, file, true);
  if (!laws.ok) throw new Error(laws.error.message);
  return laws.value.packs.map(({ law }) => law.title);
};

test('the shipped packs come out of the build as they come out of their YAML', () => {
  const packs = new URL('../../packs', import.meta.url).pathname;
  build(packs);
  const [built, read] = [loadCountedLaws(packs, file), loadLawPacks(packs)];
  if (!built.ok || !read.ok) throw new Error('expected the shipped packs');
  // JSON has no undefined: what is absent and what is undefined are the same to every reader.
  expect(built.value.packs).toEqual(read.value);
  expect(Object.values(built.value.cases).every((count) => count > 3)).toBe(true);
});

test('what was built is used: nothing is read from the YAML', () => {
  const text = builtLaws(root);
  if (!text.ok) throw new Error(text.error.message);
  expect(text.value).toContain('An invented law');
  expect(titles()).toEqual(['An invented law']);
});

test('a pack that was changed after the build is read from its YAML', () => {
  writeFileSync(join(folder, 'law.yml'), exampleLaw['law.yml'].replace('An invented law', 'A changed law'));
  expect(titles()).toEqual(['A changed law']);
});

test('a file that was cut off, and none at all, are passed over', () => {
  truncateSync(file, 500);
  expect(titles()).toEqual(['An invented law']);
  rmSync(file);
  expect(titles()).toEqual(['An invented law']);
});

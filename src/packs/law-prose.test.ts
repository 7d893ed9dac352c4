import { expect, test } from 'vitest';
import { exampleLaw } from '../testing/example-law.ts';
import { loadLawPacks, readLawPack } from './law-pack.ts';
import { lawProse } from './law-prose.ts';

test('a law reads as sentences, each value with its days and its citation', () => {
  const pack = readLawPack('example-law', 'x', exampleLaw);
  if (!pack.ok) throw new Error(pack.error.message);
  const prose = lawProse(pack.value);
  expect(prose).toContain(
    '  since 2020-01-01: The data was sold. Otherwise: The data was not sold. It holds when sold. [1]',
  );
  expect(prose).toContain('Tell the office (authority), owed by the controller to Office');
  expect(prose).toContain('Within two days. (2 days from awareness, every day, end of day) [1]');
  expect(prose).toContain('  [1] Invented Act, s. 1. Confidence low. https://example.com/act');
});

test('a source says what was read for it, and when', () => {
  const text = exampleLaw['law.yml'].replace(
    'confidence: low }',
    'confidence: low, seen: { in: copy, on: 2026-01-31 } }',
  );
  const pack = readLawPack('example-law', 'x', { ...exampleLaw, 'law.yml': text });
  if (!pack.ok) throw new Error(pack.error.message);
  expect(lawProse(pack.value)).toContain('Confidence low; copy of the text, read 2026-01-31. https://example.com/act');
});

test('every shipped law prints every citation, every duty and every day of change', () => {
  const packs = loadLawPacks(new URL('../../packs', import.meta.url).pathname);
  if (!packs.ok) throw new Error(packs.error.message);
  for (const pack of packs.value) {
    const prose = lawProse(pack);
    const { law } = pack;
    for (const { text } of Object.values(law.sources)) expect(prose).toContain(text);
    for (const { title, deadline } of law.duties) {
      expect(prose).toContain(title);
      for (const { from, words } of deadline) {
        expect(prose).toContain(from);
        expect(prose).toContain(words);
      }
    }
    expect(prose).not.toContain('[0]');
    expect(prose).not.toContain('undefined');
  }
  expect(packs.value.length).toBeGreaterThan(5);
});

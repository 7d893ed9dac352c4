import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { noticeJsonSchemas } from './notice-json-schema.ts';
import { loadNoticePack } from './notice-pack.ts';

const packs = join(import.meta.dirname, '../../packs');
const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

/** The shipped pack with one passage of one file replaced; fails when the passage is not there. */
function mended(file: string, from: string, to: string) {
  const folder = mkdtempSync(join(tmpdir(), 'candour-notice-'));
  made.push(folder);
  cpSync(join(packs, 'notices'), join(folder, 'notices'), { recursive: true });
  const path = join(folder, 'notices/person-email', file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`no passage "${from}" in ${file}`);
  writeFileSync(path, text.replace(from, to));
  const loaded = loadNoticePack(folder, 'person-email');
  return loaded.ok ? 'loaded' : loaded.error.message;
}

describe('the pack of notices', () => {
  it('loads with English and French texts', () => {
    const loaded = loadNoticePack(packs, 'person-email');
    expect(loaded.ok ? [...loaded.value.texts.keys()] : loaded.error).toEqual(['en', 'fr']);
  });

  it('is refused when a block asks for a condition that nobody named, with file, line and column', () => {
    const found = mended('notice.yml', 'when: sold_yes', 'when: sold_maybe');
    expect(found).toMatch(/notice\.yml:\d+:\d+: sections\.1\.blocks\.\d+\.when: no condition is called "sold_maybe"/);
  });

  it('is refused when a condition is not CEL', () => {
    expect(mended('notice.yml', "sold == 'yes'", "sold = 'yes'")).toMatch(/conditions\.sold_\w+: .*found =/);
  });

  it('is refused when a statutory heading is missing', () => {
    const found = mended('notice.yml', '        what-we-do: What We Are Doing\n', '');
    expect(found).toContain('statutory.headings: expected a heading for each of');
  });

  it('is refused when a language lacks the text of a block', () => {
    expect(mended('fr.yml', '  sold-no:', '  sold-never:')).toMatch(/fr\.yml:\d+:\d+: blocks\.sold-no: /);
  });

  it('is refused when a field of the vocabulary has no human name', () => {
    expect(mended('en.yml', '  vehicle: vehicle\n', '')).toMatch(/en\.yml:\d+:\d+: fields\.vehicle: /);
  });

  it('is refused when a text names a value that no notice has', () => {
    expect(mended('en.yml', 'Dear {name},', 'Dear {first_name},')).toContain('no value is called "first_name"');
  });

  it('is refused when a text tells what its block does not list, as a law could not forbid it there', () => {
    expect(mended('en.yml', '  searched: We', '  searched: "{persons} people." #')).toContain(
      `blocks.searched: {persons} tells "count": notice.yml must list it in the block's keys or tells`,
    );
  });

  it('is refused when a text is not MessageFormat', () => {
    expect(mended('en.yml', 'Dear {name},', 'Dear {name,')).toContain('not ICU MessageFormat');
  });
});

describe('the JSON schemas of notices', () => {
  it.each(Object.entries(noticeJsonSchemas()))('packs/schemas/%s is not stale', (file, schema) => {
    const written: unknown = JSON.parse(readFileSync(join(packs, 'schemas', file), 'utf8'));
    expect(written).toEqual(JSON.parse(JSON.stringify(schema)));
  });
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lawJsonSchemas } from './law-json-schema.ts';

test.each(Object.entries(lawJsonSchemas()))('packs/schemas/%s says what the loader accepts', (file, schema) => {
  const stored: unknown = JSON.parse(readFileSync(new URL(`../../packs/schemas/${file}`, import.meta.url), 'utf8'));
  expect(stored, 'stale: write lawJsonSchemas() to packs/schemas again').toEqual(JSON.parse(JSON.stringify(schema)));
});

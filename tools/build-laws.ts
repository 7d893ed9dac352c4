import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { builtLaws } from '../src/packs/built-laws.ts';

/** The law packs, read and checked, as the built program loads them; beside `dist/app.js`, whose build it must be of. */
const text = builtLaws('packs');
if (!text.ok) throw new Error(text.error.message);
const path = resolve('dist/laws.json');
writeFileSync(path, text.value);
process.stdout.write(`${path}: ${Buffer.byteLength(text.value)} bytes\n`);

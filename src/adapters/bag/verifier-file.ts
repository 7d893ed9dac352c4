import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, extname, join, relative } from 'node:path';
import type { BagFile } from '../../core/bag/bag-file.ts';
import { utf8 } from '../../core/bytes.ts';

const ENTRY = 'verify/bag/program';
const IMPORT = /(from\s+')(\.{1,2}\/[^']+)\.(?:ts|js)(')/g;

/**
 * The checker's own modules, as they run here, without types: `verify/verify.mjs` and what it imports under `verify/lib/`. `home`: the
 * folder of this program's modules (`src` in a checkout, `dist` in the package). Nothing is bundled, so that anybody can read them.
 */
export function verifierFiles(home: string): readonly BagFile[] {
  const extension = extname(import.meta.filename);
  const found = new Map<string, string>();
  const waiting = [ENTRY];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue;
    const text = readFileSync(join(home, `${name}${extension}`), 'utf8');
    // Stripping puts blanks in the place of types: the same text from every version of Node.
    const plain = extension === '.ts' ? stripTypeScriptTypes(text, { mode: 'strip' }) : text;
    found.set(name, plain.replaceAll(IMPORT, '$1$2.mjs$3').replaceAll(/[ \t]+$/gm, ''));
    for (const match of plain.matchAll(IMPORT)) waiting.push(relative(home, join(home, dirname(name), match[2] ?? '')));
  }
  return [
    { path: 'verify/verify.mjs', bytes: utf8(`import './lib/${ENTRY}.mjs';\n`) },
    ...[...found].map(([name, text]) => ({ path: `verify/lib/${name}.mjs`, bytes: utf8(text) })),
  ];
}

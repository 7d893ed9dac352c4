import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { verifierPage } from '../src/verify/browser/page-html.ts';

/** The offline page that checks receipts and bags: the verifier of src/verify, bundled into one HTML file. The same sources give the same bytes. */
export async function verifierHtml(): Promise<string> {
  const bundle = await rolldown({
    input: resolve(import.meta.dirname, '../src/verify/browser/page.ts'),
    platform: 'browser',
    logLevel: 'warn',
  });
  const { output } = await bundle.generate({ format: 'iife', minify: true, comments: false });
  await bundle.close();
  const [chunk, ...others] = output;
  if (others.length > 0) throw new Error(`expected one script, got ${output.length} files`);
  if (chunk.imports.length > 0) throw new Error(`the script reaches for ${chunk.imports.join(', ')}`);
  const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return verifierPage(chunk.code, hashOf);
}

export async function buildVerifier(out: string): Promise<{ readonly path: string; readonly bytes: number }> {
  const html = await verifierHtml();
  const path = resolve(out);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, html);
  return { path, bytes: Buffer.byteLength(html) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { path, bytes } = await buildVerifier(process.argv[2] ?? 'dist/verify.html');
  process.stdout.write(`${path}: ${bytes} bytes\n`);
}

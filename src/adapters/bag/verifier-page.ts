import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { utf8 } from '../../core/bytes.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { bagStoreFault } from './fault.ts';

/**
 * The page that checks bags and receipts in a browser, as one file. `modules`: the folder that this program runs from. The package brings the page
 * along; a checkout, which has the tools, builds it from the sources that run (0.3 s), so that no bag gets an outdated one. Error: `BAG_PAGE`.
 */
export async function verifierPage(modules: string): Promise<Result<Uint8Array>> {
  try {
    if (basename(modules) !== 'src') return ok(new Uint8Array(readFileSync(join(modules, 'verify.html'))));
    const tool = pathToFileURL(join(dirname(modules), 'tools', 'build-verifier.ts')).href;
    const built = (await import(tool)) as { verifierHtml(): Promise<string> };
    return ok(utf8(await built.verifierHtml()));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return err(bagStoreFault('BAG_PAGE', `making verify.html for the bag: ${code}`));
  }
}

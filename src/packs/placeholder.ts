import { isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { err, type Result } from '../core/result.ts';
import { packFault } from './fault.ts';

/** How a value begins that a template leaves to whoever writes the pack; the rest says what belongs there. */
const MARK = 'TODO: ';

/** What is still to be filled in, each as `file:line:column: expected …`; what is not YAML is left to the parser's own words. */
export function placeholdersIn(text: string, file: string): readonly string[] {
  if (!text.includes(MARK)) return [];
  const lines = new LineCounter();
  const found: string[] = [];
  visit(parseDocument(text, { lineCounter: lines, merge: true }), (_key, node) => {
    if (!isScalar(node) || typeof node.value !== 'string' || !node.value.startsWith(MARK)) return;
    const at = lines.linePos(node.range?.[0] ?? 0);
    found.push(`${file}:${at.line}:${at.col}: expected ${node.value.slice(MARK.length)}`);
  });
  return found;
}

/** The same in a text that is not YAML: what a comment `-- TODO: …` asks for. */
export function placeholderLinesIn(text: string, file: string): readonly string[] {
  return text.split('\n').flatMap((line, index) => {
    const at = line.indexOf(`-- ${MARK}`);
    return at < 0 ? [] : [`${file}:${index + 1}:${at + 1}: expected ${line.slice(at + 3 + MARK.length)}`];
  });
}

/** The fault of a pack of which some places are still open; null when none is. Error: `PACK_UNFINISHED`. */
export function unfinished(shown: string, open: readonly string[]): Result<never> | null {
  if (open.length === 0) return null;
  const found = `reading ${shown}: ${open.length} places are to be filled in\n  ${open.join('\n  ')}`;
  return err(packFault('PACK_UNFINISHED', found, { problems: open.length }));
}

import { isScalar, LineCounter, parseDocument, visit } from 'yaml';

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

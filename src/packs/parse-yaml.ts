import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { err, ok, type Result } from '../core/result.ts';
import { packFault } from './fault.ts';

/**
 * Parses YAML against a schema. All problems are reported at once, each as `file:line:column: path: what was expected`;
 * error `PACK_INVALID`.
 */
export function parseYaml<T>(text: string, file: string, schema: z.ZodType<T>): Result<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, strict: true, merge: true });
  const problems: string[] = document.errors.map((error) => {
    const at = lines.linePos(error.pos[0]);
    return `${file}:${at.line}:${at.col}: ${error.message.split('\n')[0] ?? 'not YAML'}`;
  });
  if (problems.length === 0) {
    const parsed = schema.safeParse(document.toJS());
    if (parsed.success) return ok(parsed.data);
    for (const issue of parsed.error.issues) {
      const at = lines.linePos(positionOf(document, issue.path));
      problems.push(`${file}:${at.line}:${at.col}: ${issue.path.join('.') || '(top)'}: ${issue.message}`);
    }
  }
  return err(packFault('PACK_INVALID', `reading ${file}: ${problems.join('\n  ')}`, { problems: problems.length }));
}

/** Byte position of the deepest node that exists on `path`; a missing key is reported at its parent. */
function positionOf(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node: unknown = document.getIn(path.slice(0, depth), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
      const start: unknown = node.range[0];
      if (typeof start === 'number') return start;
    }
  }
  return 0;
}

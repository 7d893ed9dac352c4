import { assertNever } from '../core/result.ts';
import type { RecordForm } from '../packs/source-pack.ts';
import { readCsvRow } from './csv-row.ts';
import { csvSplitter } from './csv-splitter.ts';
import { documentSplitter } from './document-splitter.ts';
import { JsonPath } from './json-path.ts';
import { lineSplitter } from './line-splitter.ts';
import type { RecordSink, RecordSplitter } from './record-sink.ts';
import { unknownSplitter } from './unknown-splitter.ts';

/** How many bytes of a stream are looked at to choose its form. */
export const FORM_HEAD_BYTES = 256 * 1024;

const OPEN_BRACE = 123;
const OPEN_BRACKET = 91;

/**
 * The first of the source's forms that the head of a stream can be. When none fits, lines (or rows without a header) as
 * long as one line of the head looks like a record: a damaged first line then costs only itself. Null for anything else,
 * a licence text in a folder of logs, say.
 *
 * `head`: the first bytes without a byte-order mark, at most FORM_HEAD_BYTES; `whole`: the stream ends there.
 */
export function chooseForm(forms: readonly RecordForm[], head: Buffer, whole: boolean): RecordForm | null {
  const fitting = forms.find((form) => fits(form, head, whole));
  if (fitting !== undefined) return fitting;
  const lines = head.toString('latin1').split('\n');
  return (
    forms.find((form) => form.kind === 'ndjson' && lines.some((line) => line.trimStart().startsWith('{'))) ??
    forms.find(
      (form) => form.kind === 'csv' && !form.header && lines.some((line) => fits(form, Buffer.from(line), true)),
    ) ??
    null
  );
}

/** `columns`: the names that a CSV header gave, once it was read; null for every other form. */
export interface StreamSplitter extends RecordSplitter {
  columns?(): readonly string[] | null;
}

/** `form` null: nothing fits. `columns`: of a CSV row that is read again, the header it had. `startOffset`: bytes of the stream already passed over. */
export function splitterFor(
  form: RecordForm | null,
  sink: RecordSink,
  startOffset: number,
  columns: readonly string[] | null = null,
): StreamSplitter {
  if (form === null) return unknownSplitter(sink, startOffset);
  switch (form.kind) {
    case 'ndjson':
      return lineSplitter(sink, startOffset);
    case 'document':
      return documentSplitter(form.array, sink, startOffset);
    case 'csv':
      return csvSplitter(form, sink, columns ?? form.columns ?? null, startOffset);
    default:
      return assertNever(form);
  }
}

function fits(form: RecordForm, head: Buffer, whole: boolean): boolean {
  const first = firstByte(head);
  switch (form.kind) {
    case 'ndjson':
      return first === OPEN_BRACE;
    case 'document':
      return (first === OPEN_BRACE || first === OPEN_BRACKET) && opensArray(form.array, head);
    case 'csv': {
      if (first === OPEN_BRACE || first === OPEN_BRACKET) return false;
      const row = readCsvRow(head, 0, form.delimiter.charCodeAt(0), whole);
      if (row.kind !== 'row') return false;
      if (form.header) return form.required.every((name) => row.values.some((value) => value?.trim() === name));
      return row.values.length > 1 && row.values.length <= (form.columns?.length ?? Number.POSITIVE_INFINITY);
    }
    default:
      return assertNever(form);
  }
}

function firstByte(head: Buffer): number | undefined {
  return head.find((byte) => byte > 32);
}

function opensArray(array: string, head: Buffer): boolean {
  const path = new JsonPath(array);
  path.reset();
  for (const byte of head) {
    const event = path.next(byte);
    if (event === 'array') return true;
    if (event === 'end') return false;
  }
  return false;
}

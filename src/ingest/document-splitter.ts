import { isUtf8 } from 'node:buffer';
import { JsonPath } from './json-path.ts';
import { LongRecord } from './long-record.ts';
import { oneLineJson } from './one-line-json.ts';
import type { QuarantineCode } from './quarantine-code.ts';
import { RECORD_HEAD_BYTES, RECORD_LIMIT_BYTES, type RecordSink, type RecordSplitter } from './record-sink.ts';

const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const NEWLINE = 10;

const isSpace = (byte: number): boolean => byte === 32 || byte === NEWLINE || byte === 13 || byte === 9;

/**
 * The elements of the array at `array` (a dotted path, '' for the document itself), for one document or several one
 * after the other (concatenated gzip members, one wrapper per line). Members before and after the array are passed over.
 *
 * A document that ends too early gives what it held and one quarantined record for the part that broke off; one without
 * the array is quarantined by its head. Cost: one look at every byte; an element is held until its end, up to the limit.
 */
export function documentSplitter(array: string, sink: RecordSink, startOffset = 0): RecordSplitter {
  const path = new JsonPath(array);
  let state: 'between' | 'wrapper' | 'array' | 'element' | 'garbage' = 'between';
  let arraySeen = false;
  let line = 1;
  let base = startOffset;
  let carry: Buffer = Buffer.alloc(0);
  let long: LongRecord | null = null;
  /** Of the element (or document head, or garbage) being read. */
  let startLine = 1;
  let depth = 0;
  let inString = false;
  let escaped = false;
  let dirty = false;

  const emit = (bytes: Buffer, offset: number, code: QuarantineCode | null): void => {
    const at = { line: startLine, offset, length: bytes.length };
    if (code !== null) sink.awkward({ bytes: bytes.subarray(0, RECORD_HEAD_BYTES), json: null, code, ...at });
    else if (!isUtf8(bytes)) sink.awkward({ bytes, json: null, code: 'encoding-invalid', ...at });
    else if (!dirty) sink.plain(bytes, 0, bytes.length, startLine, offset);
    else if (bytes.includes(0)) sink.awkward({ bytes, json: null, code: 'binary', ...at });
    else {
      const json = oneLineJson(bytes.toString('utf8'));
      sink.awkward({ bytes, json, code: json === null ? 'json-malformed' : null, ...at });
    }
  };

  const close = (data: Buffer, from: number, to: number, code: QuarantineCode | null): void => {
    if (long === null) emit(data.subarray(from, to), base + from, code);
    else {
      long.add(data.subarray(from, to));
      long.end(sink, code ?? 'record-too-long');
      long = null;
    }
  };

  /** Passes over one byte inside an element; true when the element ends before (scalar) or with (container) this byte. */
  const elementByte = (byte: number): 'inside' | 'ends-with' | 'ends-before' => {
    if (byte < 32) dirty = true;
    if (inString) {
      if (escaped) escaped = false;
      else if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTE) inString = false;
      return 'inside';
    }
    if (byte === QUOTE) inString = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      if (depth === 0) return 'ends-before';
      depth -= 1;
      if (depth === 0) return 'ends-with';
    } else if (byte === COMMA && depth === 0) return 'ends-before';
    return 'inside';
  };

  const begin = (at: number, next: 'element' | 'wrapper' | 'garbage'): number => {
    state = next;
    startLine = line;
    depth = 0;
    inString = false;
    escaped = false;
    dirty = false;
    return at;
  };

  const scan = (data: Buffer, resumeAt: number): number => {
    let start = 0;
    for (let i = resumeAt; i < data.length; i += 1) {
      const byte = data[i] ?? 0;
      if (byte === NEWLINE) line += 1;
      if (state === 'element') {
        const step = elementByte(byte);
        if (step === 'inside') continue;
        const end = step === 'ends-with' ? i + 1 : trimEnd(data, start, i);
        close(data, start, end, null);
        state = 'array';
        if (step === 'ends-before') i -= 1;
        start = i + 1;
      } else if (state === 'array') {
        if (byte === CLOSE_BRACKET) {
          state = 'wrapper';
          if (path.leaveArray()) state = 'between';
        } else if (!isSpace(byte) && byte !== COMMA) {
          start = begin(i, 'element');
          i -= 1;
        }
      } else if (state === 'wrapper') {
        const event = path.next(byte);
        if (event === 'array') {
          state = 'array';
          arraySeen = true;
        } else if (event === 'end') {
          if (!arraySeen) close(data, start, i + 1, 'shape-wrong');
          state = 'between';
        }
      } else if (state === 'garbage') {
        if (byte !== NEWLINE) continue;
        close(data, start, i, 'json-malformed');
        state = 'between';
      } else if (!isSpace(byte)) {
        if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
          start = begin(i, 'wrapper');
          path.reset();
          arraySeen = false;
          if (path.next(byte) === 'array') {
            state = 'array';
            arraySeen = true;
          }
        } else start = begin(i, 'garbage');
      }
    }
    const held = state === 'element' || state === 'garbage' || (state === 'wrapper' && !arraySeen);
    return held ? start : data.length;
  };

  return {
    push(chunk) {
      const data = carry.length === 0 ? chunk : Buffer.concat([carry, chunk]);
      const keepFrom = scan(data, carry.length);
      carry = Buffer.from(data.subarray(keepFrom));
      base += keepFrom;
      if (long !== null || carry.length > RECORD_LIMIT_BYTES) {
        long ??= new LongRecord(startLine, base);
        long.add(carry);
        base += carry.length;
        carry = Buffer.alloc(0);
      }
    },
    end(damaged) {
      if (state === 'between' && !damaged) return;
      const code = damaged ? 'stream-truncated' : state === 'garbage' ? 'json-malformed' : 'document-truncated';
      if (carry.length === 0 && long === null) startLine = line;
      close(carry, 0, carry.length, code);
    },
  };
}

function trimEnd(data: Buffer, from: number, to: number): number {
  let end = to;
  while (end > from && isSpace(data[end - 1] ?? 0)) end -= 1;
  return end;
}

import { isUtf8 } from 'node:buffer';
import { LongRecord } from './long-record.ts';
import { oneLineJson } from './one-line-json.ts';
import { RECORD_LIMIT_BYTES, type RecordSink, type RecordSplitter } from './record-sink.ts';

const NEWLINE = 10;
const RETURN = 13;
const NUL = 0;
/** Separates the columns of the staged file, so a record that holds it cannot be staged as it is. */
const STAGE_DELIMITER = 1;

/**
 * One record per line; blank lines are no records, a carriage return before the newline belongs to the line's end.
 *
 * Cost: whole chunks are tested for validity at once (simdutf and memchr speed), and only a chunk that fails is looked
 * at line by line; a clean line costs one newline search and one copy.
 */
export function lineSplitter(sink: RecordSink, startOffset = 0): RecordSplitter {
  let carry: Buffer = Buffer.alloc(0);
  let line = 1;
  let offset = startOffset;
  let long: LongRecord | null = null;

  const dirtyLine = (data: Buffer, from: number, to: number): void => {
    const end = to > from && data[to - 1] === RETURN ? to - 1 : to;
    if (isBlank(data, from, end)) return;
    const bytes = data.subarray(from, end);
    const at = { line, offset: offset + from, length: bytes.length };
    if (!isUtf8(bytes)) sink.awkward({ bytes, json: null, code: 'encoding-invalid', ...at });
    else if (bytes.includes(NUL)) sink.awkward({ bytes, json: null, code: 'binary', ...at });
    else if (bytes.includes(STAGE_DELIMITER)) sink.awkward({ bytes, json: null, code: 'json-malformed', ...at });
    else if (bytes.includes(RETURN)) {
      const json = oneLineJson(bytes.toString('utf8'));
      sink.awkward({ bytes, json, code: json === null ? 'json-malformed' : null, ...at });
    } else sink.plain(data, from, end, line, offset + from);
  };

  const tooLong = (data: Buffer, from: number, to: number): void => {
    const record = new LongRecord(line, offset + from);
    record.add(data.subarray(from, to));
    record.end(sink);
  };

  const wholeLines = (data: Buffer, end: number): void => {
    const region = data.subarray(0, end);
    const clean =
      isUtf8(region) && !region.includes(RETURN) && !region.includes(NUL) && !region.includes(STAGE_DELIMITER);
    let from = 0;
    while (from < end) {
      const to = data.indexOf(NEWLINE, from);
      if (to - from > RECORD_LIMIT_BYTES) tooLong(data, from, to);
      else if (!clean) dirtyLine(data, from, to);
      else if (!isBlank(data, from, to)) sink.plain(data, from, to, line, offset + from);
      line += 1;
      from = to + 1;
    }
    offset += end;
  };

  return {
    push(chunk) {
      let data = chunk;
      if (long !== null) {
        const to = data.indexOf(NEWLINE);
        long.add(to === -1 ? data : data.subarray(0, to));
        offset += to === -1 ? data.length : to + 1;
        if (to === -1) return;
        long.end(sink);
        long = null;
        line += 1;
        data = data.subarray(to + 1);
      } else if (carry.length > 0) {
        // Only the torn line is put together: joining it with the whole chunk would copy every byte of the log once more.
        const rest = data.indexOf(NEWLINE) + 1;
        const torn = Buffer.concat([carry, rest === 0 ? data : data.subarray(0, rest)]);
        carry = Buffer.alloc(0);
        if (rest === 0) data = torn;
        else {
          wholeLines(torn, torn.length);
          data = data.subarray(rest);
        }
      }
      const end = data.lastIndexOf(NEWLINE) + 1;
      if (end > 0) wholeLines(data, end);
      carry = Buffer.from(data.subarray(end));
      if (carry.length > RECORD_LIMIT_BYTES) {
        long = new LongRecord(line, offset);
        long.add(carry);
        offset += carry.length;
        carry = Buffer.alloc(0);
      }
    },
    end(damaged) {
      if (long !== null) long.end(sink, damaged ? 'stream-truncated' : 'record-too-long');
      else if (damaged) {
        sink.awkward({ bytes: carry, json: null, code: 'stream-truncated', line, offset, length: carry.length });
      } else if (carry.length > 0) dirtyLine(carry, 0, carry.length);
    },
  };
}

function isBlank(data: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const byte = data[at];
    if (byte !== 32 && byte !== 9 && byte !== RETURN) return false;
  }
  return true;
}

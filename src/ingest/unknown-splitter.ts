import { LongRecord } from './long-record.ts';
import type { RecordSink, RecordSplitter } from './record-sink.ts';

/**
 * A stream of no known form is one quarantined record: its head, its length, its digest. An empty stream is none. One that says
 * by its byte-order mark that it is UTF-16 (Windows exports) is told so: the operator can convert it and ingest it again.
 */
export function unknownSplitter(sink: RecordSink, startOffset: number): RecordSplitter {
  const record = new LongRecord(1, startOffset);
  let start: Buffer = Buffer.alloc(0);
  return {
    push: (chunk) => {
      if (start.length < 2) start = Buffer.concat([start, chunk.subarray(0, 2)]);
      record.add(chunk);
    },
    end: (damaged) => {
      if (damaged) record.end(sink, 'stream-truncated');
      else if (record.length > 0) record.end(sink, isUtf16(start) ? 'encoding-invalid' : 'form-unknown');
    },
  };
}

// RFC 2781 section 3.2: a UTF-16 text starts with fe ff (big-endian) or ff fe (little-endian).
const isUtf16 = ([first, second]: Buffer): boolean =>
  (first === 0xfe && second === 0xff) || (first === 0xff && second === 0xfe);

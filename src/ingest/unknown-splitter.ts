import { LongRecord } from './long-record.ts';
import type { RecordSink, RecordSplitter } from './record-sink.ts';

/** A stream of no known form is one quarantined record: its head, its length, its digest. An empty stream is none. */
export function unknownSplitter(sink: RecordSink, startOffset: number): RecordSplitter {
  const record = new LongRecord(1, startOffset);
  return {
    push: (chunk) => record.add(chunk),
    end: (damaged) => {
      if (record.length > 0 || damaged) record.end(sink, damaged ? 'stream-truncated' : 'form-unknown');
    },
  };
}

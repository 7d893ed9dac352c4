import { createHash, type Hash } from 'node:crypto';
import type { QuarantineCode } from './quarantine-code.ts';
import { RECORD_HEAD_BYTES, type RecordSink } from './record-sink.ts';

/** Follows a record over the limit to its end without holding it: the head, the length and the digest stay. */
export class LongRecord {
  readonly #hash: Hash = createHash('sha256');
  readonly #line: number;
  readonly #offset: number;
  #head: Buffer = Buffer.alloc(0);
  #length = 0;

  constructor(line: number, offset: number) {
    this.#line = line;
    this.#offset = offset;
  }

  get length(): number {
    return this.#length;
  }

  add(bytes: Buffer): void {
    this.#hash.update(bytes);
    this.#length += bytes.length;
    const room = RECORD_HEAD_BYTES - this.#head.length;
    if (room > 0) this.#head = Buffer.concat([this.#head, bytes.subarray(0, room)]);
  }

  end(sink: RecordSink, code: QuarantineCode = 'record-too-long'): void {
    sink.awkward({
      bytes: this.#head,
      json: null,
      code,
      line: this.#line,
      offset: this.#offset,
      length: this.#length,
      sha256: this.#hash.digest('hex'),
    });
  }
}

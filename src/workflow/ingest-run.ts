import { FaultError } from '../core/fault.ts';
import { ok, type Result } from '../core/result.ts';
import { chooseForm, FORM_HEAD_BYTES, type StreamSplitter, splitterFor } from '../ingest/choose-form.ts';
import type { AwkwardRecord, RecordSink } from '../ingest/record-sink.ts';
import type { RecordForm, SourcePack } from '../packs/source-pack.ts';
import type { IntakeStream } from '../ports/intake.ts';
import type { BatchBooks, BatchInput, LakeWriter, OpenBatch, OutstandingRecord } from '../ports/lake-writer.ts';

/** A batch is sealed once it holds this much: what a kill can cost, and what one batch needs in memory, are bounded by it. */
export const BATCH_LIMITS = { records: 1_000_000, bytes: 256 * 1024 * 1024 } as const;

const PIECE_BYTES = 512 * 1024;

/** The first batch of a run is this part of a whole one, so that the engine has work soon. */
const FIRST_PART = 1 / 8;

/** The open batch, the one being sealed beside it, and the books of those before. */
export class IngestRun {
  readonly #pack: SourcePack;
  readonly #writer: LakeWriter;
  readonly #batchRecords: number;
  readonly #sealed: BatchBooks[] = [];
  #open: OpenBatch | null = null;
  #sealing: Promise<Result<BatchBooks>> | null = null;
  #input: BatchInput | null = null;
  #bytes = 0;
  #part = FIRST_PART;

  constructor(pack: SourcePack, writer: LakeWriter, batchRecords: number) {
    this.#pack = pack;
    this.#writer = writer;
    this.#batchRecords = batchRecords;
  }

  /** Decompressed bytes read so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Reads one stream to its end; `tick` is called after every chunk. */
  async read(stream: IntakeStream, tick: () => void): Promise<Result<null>> {
    let splitter: StreamSplitter | null = null;
    let head: Buffer = Buffer.alloc(0);
    let damaged = false;
    try {
      for await (const chunk of stream.chunks()) {
        this.#bytes += chunk.length;
        tick();
        if (splitter === null) {
          const start = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
          if (start.length >= FORM_HEAD_BYTES) splitter = this.#start(stream.name, start, false);
          else head = Buffer.from(start);
        } else {
          // In pieces, so that a batch ends near its limit whatever the stream's chunks are.
          for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
            splitter.push(chunk.subarray(at, at + PIECE_BYTES));
            const sealed = await this.#sealIfFull();
            if (!sealed.ok) return sealed;
          }
        }
        const sealed = await this.#sealIfFull();
        if (!sealed.ok) return sealed;
      }
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      damaged = true;
    }
    splitter ??= this.#start(stream.name, head, true);
    splitter.end(damaged);
    return ok(null);
  }

  /**
   * Reads a quarantined record again, as its stream had it. One that is still not one record of its form (a torn tail, a whole file of
   * unknown form) keeps its reason: a mended map cannot mend it, its file must be read again.
   */
  async again(record: OutstandingRecord): Promise<Result<null>> {
    const { bytes, code, columns, form, line, offset } = record;
    this.#inputFrom({ name: record.file, form, columns: () => columns });
    const batch = this.#current();
    batch.replaying(record.batch, record.recordNo);
    const heard = readAgain(record);
    const [only] = heard;
    if (heard.length === 1 && only?.bytes.equals(bytes) === true) batch.awkward({ ...only, line, offset });
    else batch.awkward({ bytes, json: null, code, line, offset, length: bytes.length });
    this.#bytes += bytes.length;
    return this.#sealIfFull();
  }

  /** Seals what is open and gives the books of every batch. */
  async finish(): Promise<Result<readonly BatchBooks[]>> {
    const last = this.#open;
    if (last !== null && last.records() > 0) {
      const sealed = await this.#seal(last);
      if (!sealed.ok) return sealed;
    } else last?.discard();
    const settled = await this.#settle();
    return settled.ok ? ok(this.#sealed) : settled;
  }

  #start(name: string, head: Buffer, whole: boolean): StreamSplitter {
    const bom = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
    const text = head.subarray(bom);
    const form = chooseForm(this.#pack.source.formats, text.subarray(0, FORM_HEAD_BYTES), whole);
    const splitter = splitterFor(form, this.#sink(), bom);
    const kept: RecordForm = form ?? { kind: 'ndjson' };
    this.#inputFrom({ name, form: kept, columns: () => splitter.columns?.() ?? null });
    splitter.push(text);
    return splitter;
  }

  #inputFrom(input: BatchInput): void {
    this.#input = input;
    this.#open?.input(input);
  }

  #current(): OpenBatch {
    if (this.#open === null) {
      this.#open = this.#writer.begin(this.#pack);
      if (this.#input !== null) this.#open.input(this.#input);
    }
    return this.#open;
  }

  /** Follows the run from batch to batch: a stream goes on when its batch is sealed. */
  #sink(): RecordSink {
    return {
      plain: (buffer, from, to, line, offset) => this.#current().plain(buffer, from, to, line, offset),
      awkward: (record) => this.#current().awkward(record),
    };
  }

  async #sealIfFull(): Promise<Result<null>> {
    const batch = this.#open;
    if (batch === null) return ok(null);
    const full = batch.records() >= this.#part * this.#batchRecords || batch.bytes() >= this.#part * BATCH_LIMITS.bytes;
    if (!full) return ok(null);
    this.#part = 1;
    return this.#seal(batch);
  }

  /** Sealing goes on in the engine's threads while the next batch is read; one at a time. */
  async #seal(batch: OpenBatch): Promise<Result<null>> {
    this.#open = null;
    const earlier = await this.#settle();
    if (!earlier.ok) return earlier;
    this.#sealing = batch.seal();
    // The error itself is met where the promise is awaited.
    this.#sealing.catch(() => {});
    return ok(null);
  }

  async #settle(): Promise<Result<null>> {
    const books = await this.#sealing;
    this.#sealing = null;
    if (books === null) return ok(null);
    if (!books.ok) return books;
    this.#sealed.push(books.value);
    return ok(null);
  }
}

/** What a quarantined record's bytes are when they are split once more, alone. */
function readAgain({ bytes, columns, form }: OutstandingRecord): readonly AwkwardRecord[] {
  const heard: AwkwardRecord[] = [];
  const sink: RecordSink = {
    plain(buffer, from, to, line, offset) {
      const copy = Buffer.from(buffer.subarray(from, to));
      heard.push({ bytes: copy, json: copy.toString('utf8'), code: null, line, offset, length: copy.length });
    },
    awkward: (record) => heard.push(record),
  };
  const isElement = form.kind === 'document';
  const splitter = splitterFor(isElement ? { kind: 'document', array: '' } : form, sink, 0, columns);
  splitter.push(isElement ? Buffer.concat([Buffer.from('['), bytes, Buffer.from(']')]) : bytes);
  splitter.end(false);
  return heard;
}

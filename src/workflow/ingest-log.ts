import { z } from 'zod';
import { ok, type Result } from '../core/result.ts';
import { loadSourcePack } from '../packs/source-pack.ts';
import type { Intake } from '../ports/intake.ts';
import type { BatchBooks, LakeWriter } from '../ports/lake-writer.ts';
import type { Progress } from '../ports/shell.ts';
import { BATCH_LIMITS, IngestRun } from './ingest-run.ts';

export const ingestInput = z.strictObject({
  source: z.string().min(1),
  paths: z.array(z.string()),
  replay: z.boolean().default(false),
  batchRecords: z.number().int().min(1).default(BATCH_LIMITS.records),
});

/** The document of `candour ingest --json` but for its seconds; counts are records, `accesses` lake rows. */
export interface IngestBooks {
  readonly rows: {
    readonly read: number;
    readonly accepted: number;
    readonly duplicate: number;
    readonly quarantined: number;
  };
  readonly accesses: number;
  readonly batches: readonly { readonly id: string; readonly records: number; readonly files: number }[];
  readonly reasons: readonly { readonly code: string; readonly count: number }[];
  /** Decompressed bytes read. */
  readonly bytes: number;
}

export interface IngestDeps {
  readonly packsFolder: string;
  readonly intake: Intake;
  readonly progress: Progress;
  openWriter(): Promise<Result<LakeWriter>>;
}

/** Reads a source's log into the lake, batch by batch; with `replay`, its quarantined records again. */
export async function ingestLog(given: z.input<typeof ingestInput>, deps: IngestDeps): Promise<Result<IngestBooks>> {
  const input = ingestInput.parse(given);
  const pack = loadSourcePack(deps.packsFolder, input.source);
  if (!pack.ok) return pack;
  const streams = input.replay ? ok([]) : await deps.intake.open(input.paths);
  if (!streams.ok) return streams;
  const writer = await deps.openWriter();
  if (!writer.ok) return writer;
  try {
    const run = new IngestRun(pack.value, writer.value, input.batchRecords);
    if (input.replay) {
      const step = deps.progress.step(`ingest ${input.source} again`, null, 'records');
      let count = 0;
      for await (const record of writer.value.outstanding(input.source)) {
        const read = await run.again(record);
        if (!read.ok) return read;
        count += 1;
        step.at(count);
      }
      step.end();
    }
    const sizes = streams.value.map((stream) => stream.size);
    const total = sizes.includes(null) ? null : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
    const step = deps.progress.step(`ingest ${input.source}`, total, 'bytes');
    let before = 0;
    for (const stream of streams.value) {
      const start = before;
      const read = await run.read(stream, () => step.at(start + stream.read()));
      if (!read.ok) return read;
      before += stream.read();
    }
    const sealed = await run.finish();
    step.end();
    return sealed.ok ? ok(booksOf(sealed.value, run.bytes)) : sealed;
  } finally {
    await writer.value.close();
  }
}

function booksOf(sealed: readonly BatchBooks[], bytes: number): IngestBooks {
  const reasons = new Map<string, number>();
  for (const books of sealed)
    for (const [code, count] of books.reasons) reasons.set(code, (reasons.get(code) ?? 0) + count);
  const sum = (of: (books: BatchBooks) => number): number => sealed.reduce((total, books) => total + of(books), 0);
  return {
    rows: {
      read: sum((b) => b.records),
      accepted: sum((b) => b.accepted),
      duplicate: sum((b) => b.duplicate),
      quarantined: sum((b) => b.quarantined),
    },
    accesses: sum((b) => b.accesses),
    batches: sealed.flatMap((b) => (b.batch === null ? [] : [{ id: b.batch, records: b.records, files: b.files }])),
    reasons: [...reasons]
      .map(([code, count]) => ({ code, count }))
      .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1)),
    bytes,
  };
}

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Commitment, recordFold } from './record-fold.ts';

/** What the worker is told, in this order: open, pages, end or drop. */
export type FoldOrder =
  | { readonly kind: 'open'; readonly id: number; readonly secret: Uint8Array }
  | { readonly kind: 'page'; readonly id: number; readonly page: ArrayBufferLike; readonly used: number }
  | { readonly kind: 'end'; readonly id: number }
  | { readonly kind: 'drop'; readonly id: number };

export interface FoldAnswer extends Commitment {
  readonly id: number;
}

/** The commitment to one batch's records, in the making. */
export interface PageHasher {
  /** Takes a full page (see `RecordFold.page`), the whole of its buffer, and gives one of the same size to go on with. */
  page(page: Buffer, used: number): Buffer;
  done(): Promise<Commitment>;
  /** Nobody will ask. */
  drop(): void;
}

/** Commits to the records of batches, big ones in a thread of its own. */
export interface RecordHasher {
  open(secret: Uint8Array): PageHasher;
  close(): Promise<void>;
}

/** A batch of fewer pages (some 30,000 lines) is not worth a thread. */
const FEW_PAGES = 8;
/** How far the reader may be ahead, in pages of a megabyte. */
const MOST_AHEAD = 128;
const PATIENCE_MS = 60_000;

/**
 * Hashing costs as much of the reading thread's time as all else that it does with a line, and the engine's threads idle while the
 * first batch is read: a second thread hashes then. Where the hashing is slower than the reading, the reader waits.
 */
export function recordHasher(): RecordHasher {
  const alone = availableParallelism() < 2;
  const counter = new Int32Array(new SharedArrayBuffer(4));
  const waiting = new Map<number, { resolve(answer: FoldAnswer): void; reject(error: unknown): void }>();
  let worker: Worker | null = null;
  /** Pages that the thread has. */
  const ahead: Buffer[] = [];
  /** Pages to write on: were each a new one, the collector would take as much time as the hashing. */
  const free: Buffer[] = [];
  /** How many pages the thread has given back. */
  let returned = 0;
  let ids = 0;

  const started = (): Worker => {
    if (worker !== null) return worker;
    const file = import.meta.url.endsWith('.ts') ? 'record-fold-worker.ts' : 'record-fold-worker.js';
    worker = new Worker(new URL(file, import.meta.url), { workerData: counter.buffer });
    worker.unref();
    worker.on('message', (answer: FoldAnswer) => {
      waiting.get(answer.id)?.resolve(answer);
      waiting.delete(answer.id);
      if (waiting.size === 0) worker?.unref();
    });
    worker.on('error', (error) => {
      for (const one of waiting.values()) one.reject(error);
      waiting.clear();
    });
    return worker;
  };
  const order = (one: FoldOrder): void => started().postMessage(one);
  const hand = (id: number, page: Buffer, used: number): void => {
    order({ kind: 'page', id, page: page.buffer, used });
    ahead.push(page);
    for (takeBack(); ahead.length > MOST_AHEAD; takeBack())
      if (Atomics.wait(counter, 0, returned, PATIENCE_MS) === 'timed-out')
        throw new Error('hashing records: the thread does not answer');
  };
  /** Pages come back in the order in which they were given. */
  const takeBack = (): void => {
    const back = ahead.splice(0, Atomics.load(counter, 0) - returned);
    returned += back.length;
    keep(back);
  };
  /** One that is not shared was copied on its way, and would be each time. */
  const keep = (pages: readonly Buffer[]): void => {
    free.push(...pages.filter(({ buffer }) => buffer instanceof SharedArrayBuffer));
  };
  const freePage = (bytes: number): Buffer => {
    const at = free.findIndex(({ length }) => length === bytes);
    return free.splice(at, at === -1 ? 0 : 1)[0] ?? Buffer.from(new SharedArrayBuffer(bytes));
  };

  return {
    open(secret) {
      if (alone) return inThisThread(secret);
      const id = ids;
      ids += 1;
      const kept: (readonly [Buffer, number])[] = [];
      let threaded = false;
      return {
        page(page, used) {
          if (threaded) hand(id, page, used);
          else kept.push([page, used]);
          if (!threaded && kept.length === FEW_PAGES) {
            threaded = true;
            order({ kind: 'open', id, secret });
            for (const [early, length] of kept.splice(0)) hand(id, early, length);
          }
          return freePage(page.length);
        },
        done() {
          if (!threaded) {
            const hasher = inThisThread(secret);
            for (const [page, used] of kept) hasher.page(page, used);
            keep(kept.splice(0).map(([page]) => page));
            return hasher.done();
          }
          const answer = new Promise<FoldAnswer>((resolve, reject) => waiting.set(id, { resolve, reject }));
          started().ref();
          order({ kind: 'end', id });
          return answer;
        },
        drop() {
          kept.length = 0;
          if (threaded) order({ kind: 'drop', id });
        },
      };
    },
    async close() {
      await worker?.terminate();
      worker = null;
    },
  };
}

function inThisThread(secret: Uint8Array): PageHasher {
  const fold = recordFold(secret);
  return {
    page(page, used) {
      fold.page(page, used);
      return page;
    },
    done: () => Promise.resolve({ records: fold.records(), root: fold.root() }),
    drop() {},
  };
}

import { parentPort, workerData } from 'node:worker_threads';
import { type RecordFold, recordFold } from './record-fold.ts';
import type { FoldAnswer, FoldOrder } from './record-hasher.ts';

/** Hashes the pages of a batch's records beside the thread that reads them; `record-hasher.ts` is its other end. */
const done = new Int32Array(workerData as SharedArrayBuffer);
const folds = new Map<number, RecordFold>();

parentPort?.on('message', (order: FoldOrder) => {
  switch (order.kind) {
    case 'open':
      folds.set(order.id, recordFold(order.secret));
      break;
    case 'page':
      folds.get(order.id)?.page(Buffer.from(order.page), order.used);
      Atomics.add(done, 0, 1);
      Atomics.notify(done, 0);
      break;
    case 'end': {
      const fold = folds.get(order.id);
      folds.delete(order.id);
      if (fold !== undefined)
        parentPort?.postMessage({ id: order.id, records: fold.records(), root: fold.root() } satisfies FoldAnswer);
      break;
    }
    case 'drop':
      folds.delete(order.id);
      break;
  }
});

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { hexOf } from '../../core/bytes.ts';
import { FaultError } from '../../core/fault.ts';
import { MOST_ENTRY_BYTES } from '../../core/merkle/entry-bundle.ts';
import { merkleFault } from '../../core/merkle/fault.ts';
import { TILE_WIDTH } from '../../core/merkle/tile.ts';
import { openTree, type TreeReader } from '../../core/merkle/tree-reader.ts';
import { nodeHashing } from '../../core/node-hashing.ts';
import { nodeTreeHasher } from '../../core/node-tree-hasher.ts';
import { openCheckpoint } from '../../core/note/checkpoint.ts';
import type { Checkpoint } from '../../core/note/checkpoint-text.ts';
import type { VerifierKey } from '../../core/note/verifier-key.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { AdoptableLog, HeldLog, LogState } from '../../ports/evidence-log.ts';
import type { TileStore } from '../../ports/tile-store.ts';
import { checkLog } from '../../verify/log/check-log.ts';
import { type Decision, sqliteDecision } from './decision.ts';
import { type Disk, realDisk, SyncFailure } from './disk.ts';
import { logFault } from './fault.ts';
import { folderLogReader } from './folder-log-reader.ts';
import { folderStore } from './folder-store.ts';
import { gathering } from './gather.ts';
import { type LogKey, openLogKey, openNoticesKey } from './log-key.ts';
import { type Die, type LogWriter, logWriter } from './log-writer.ts';

export interface EvidenceLogParts {
  /** What is served: `checkpoint`, `tile/…`, `vkey`. */
  readonly folder: string;
  /** For this log alone, on the same file system, not served. */
  readonly staging: string;
  /** The SQLite database of decided checkpoints; `log` is this log's row in it. */
  readonly decisionPath: string;
  readonly log: string;
  readonly keyPath: string;
  /** The name to begin a new log under; null: a random one. */
  readonly origin: string | null;
  /** Of a notices log: the folder of the main log, whose secret `keyPath` then is. */
  readonly mainFolder?: string;
  /** Runs its argument while no other process writes to this data directory. */
  withLock<T>(work: () => Promise<Result<T>>): Promise<Result<T>>;
  /** Who may have cosigned: asked for only where the log is adopted. */
  readonly witnesses?: readonly VerifierKey[];
  /** What a test replaces. */
  readonly disk?: Disk;
  readonly wrapDecision?: (decision: Decision) => Decision;
  readonly die?: Die;
  readonly beatMs?: number;
}

/** How long an append may wait for others to share its checkpoint. */
const BEAT_MS = 100;

/**
 * Opens a log on a folder; makes the key and the folders where there are none. The first append, or `whileHeld`, begins the log with
 * a signed empty checkpoint. Errors: `LOG_KEY`, `LOG_ORIGIN`.
 */
export function openEvidenceLog(parts: EvidenceLogParts): Result<AdoptableLog> {
  const { folder, staging, withLock, disk = realDisk, die = endProcess, beatMs = BEAT_MS } = parts;
  for (const path of [folder, staging, dirname(parts.decisionPath)]) mkdirSync(path, { recursive: true, mode: 0o700 });
  const key = keyOf(parts);
  if (!key.ok) return key;
  const { verifier, signer } = key.value;
  const store = folderStore({ disk, folder, staging });
  const decision = (parts.wrapDecision ?? same)(sqliteDecision(parts.decisionPath, parts.log));
  const hasher = nodeTreeHasher;

  const open = (note: string): Result<Checkpoint> => {
    const opened = openCheckpoint(note, [verifier], [], nodeHashing);
    if (!opened.ok) return damaged(`reading the log's checkpoint: ${opened.error.message}`);
    return ok(opened.value.checkpoint);
  };
  const writer: LogWriter | null = signer === null ? null : logWriter({ store, decision, hasher, signer, open, die });

  let newest: LogState | null = null;
  const state = (): Result<LogState> => {
    const note = store.checkpoint();
    if (note === null) {
      if (decision.read() !== null) return damaged('reading the log: log/checkpoint is missing');
      return ok({ origin: verifier.name, treeSize: 0, rootHash: hexOf(hasher.empty()), note: '' });
    }
    if (newest?.note === note) return ok(newest);
    const opened = open(note);
    if (!opened.ok) return opened;
    const { origin, size, rootHash } = opened.value;
    newest = { origin, treeSize: size, rootHash: hexOf(rootHash), note };
    return ok(newest);
  };

  /** One after the other in this process: the lock itself is polled for. */
  let last: Promise<unknown> = Promise.resolve();
  const whileHeld = <T>(work: (log: HeldLog) => Promise<Result<T>>): Promise<Result<T>> => {
    if (writer === null)
      return Promise.resolve(err(logFault('LOG_KEY', 'writing to the log: its private key is not here')));
    const turn = last.then(() =>
      withLock(async () => {
        const settled = await writer.settle();
        return settled.ok ? work(heldLog(writer, state, store, die)) : settled;
      }),
    );
    last = turn.catch(() => undefined);
    return turn;
  };
  const gathered = gathering(beatMs, whileHeld);

  let tree: TreeReader | null = null;
  /** The tree of the newest checkpoint; of a size it does not reach, an error. */
  const treeOf = async (size: number | null): Promise<Result<TreeReader>> => {
    if (tree !== null && size !== null && size <= tree.size) return ok(tree);
    const now = state();
    if (!now.ok) return now;
    const { treeSize, rootHash } = now.value;
    if (size !== null && size > treeSize)
      return err(logFault('LOG_RANGE', `reading the log: asked for size ${size}, it has ${treeSize}`));
    if (tree?.size === treeSize) return ok(tree);
    const opened = await openTree(hasher, store.read, treeSize, Buffer.from(rootHash, 'hex'));
    if (opened.ok) tree = opened.value;
    return opened;
  };

  const log: AdoptableLog = {
    isForgotten: () => decision.read() === null && store.checkpoint() !== null,
    adopt({ leaves }) {
      if (writer === null)
        return Promise.resolve(err(logFault('LOG_KEY', 'adopting the log: its private key is not here')));
      return withLock(async () => {
        const sound = checkWhole(folder, verifier, parts.witnesses ?? []);
        return sound.ok ? writer.adopt(leaves) : sound;
      });
    },
    state,
    whileHeld,
    append(entries) {
      const fits = checkEntries(entries);
      return fits.ok ? gathered.add(entries) : Promise.resolve(fits);
    },
    async *entries(from, to) {
      const opened = await treeOf(to);
      if (!opened.ok) throw new FaultError(opened.error);
      for (let index = from; index < to; ) {
        const bundle = await opened.value.bundle(Math.floor(index / TILE_WIDTH));
        if (!bundle.ok) throw new FaultError(bundle.error);
        const { bytes, spans } = bundle.value;
        for (const span of spans.slice(index % TILE_WIDTH)) {
          if (index === to) return;
          yield { index, entry: bytes.subarray(span.from, span.to) };
          index += 1;
        }
      }
    },
    async inclusionProof(index, treeSize) {
      if (index < 0 || index >= treeSize)
        return err(logFault('LOG_RANGE', `proving inclusion: no entry ${index} in a tree of ${treeSize}`));
      const opened = await treeOf(treeSize);
      return opened.ok ? opened.value.inclusionProof(index, treeSize) : opened;
    },
    async consistencyProof(from, to) {
      if (from < 0 || from > to)
        return err(logFault('LOG_RANGE', `proving consistency: expected sizes to grow, got ${from} and ${to}`));
      const opened = await treeOf(to);
      return opened.ok ? opened.value.consistencyProof(from, to) : opened;
    },
    async close() {
      await gathered.idle();
      await last;
      decision.close();
    },
  };
  return ok(log);
}

const heldLog = (writer: LogWriter, state: () => Result<LogState>, store: TileStore, die: Die): HeldLog => ({
  state() {
    const now = state();
    // `settle` has just read and verified it, and under the lock nobody else writes.
    if (!now.ok) throw new FaultError(now.error);
    return now.value;
  },
  async append(entries) {
    const fits = checkEntries(entries);
    return fits.ok ? writer.commit(entries) : fits;
  },
  async publishCosigned(note) {
    const text = (of: string): string => of.slice(0, of.lastIndexOf('\n\n') + 1);
    if (text(note) !== text(store.checkpoint() ?? ''))
      return err(logFault('LOG_RANGE', 'publishing cosignatures: they are not of the newest checkpoint'));
    try {
      await store.publish(note);
      return ok(undefined);
    } catch (error) {
      if (error instanceof SyncFailure) die('a sync of the checkpoint failed');
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      return err(logFault('LOG_STORE', `publishing cosignatures: ${code}`));
    }
  },
});

/** Every byte of the log is the one that its checkpoint commits to; of notices logs each has its own. Error: `LOG_DAMAGED`. */
function checkWhole(folder: string, verifier: VerifierKey, witnesses: readonly VerifierKey[]): Result<void> {
  const reader = folderLogReader(folder, ['notices']);
  const verdict = checkLog({ reader, verifier, witnesses, hashing: nodeHashing, hasher: nodeTreeHasher });
  const [first] = verdict.differences;
  if (first === undefined) return ok(undefined);
  return damaged(`adopting the log: ${verdict.differences.length} differences, the first in ${first.file}`);
}

function checkEntries(entries: readonly Uint8Array[]): Result<void> {
  const long = entries.find((entry) => entry.length > MOST_ENTRY_BYTES);
  if (long === undefined) return ok(undefined);
  return err(logFault('LOG_ENTRY', `appending to the log: an entry has ${long.length} bytes`));
}

function keyOf({ keyPath, folder, origin, mainFolder }: EvidenceLogParts): Result<LogKey> {
  if (mainFolder === undefined || origin === null) return openLogKey({ keyPath, folder, origin });
  return openNoticesKey({ keyPath, mainFolder, folder, origin });
}

const same = (decision: Decision): Decision => decision;

const damaged = (message: string): Result<never> => err(merkleFault('LOG_DAMAGED', message));

function endProcess(reason: string): never {
  process.stderr.write(`candour: the evidence log cannot go on: ${reason}. The next start completes or undoes it.\n`);
  process.exit(1);
}

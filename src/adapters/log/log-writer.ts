import { equalBytes, hexOf } from '../../core/bytes.ts';
import { merkleFault } from '../../core/merkle/fault.ts';
import { TILE_WIDTH } from '../../core/merkle/tile.ts';
import {
  EMPTY_EDGE,
  type Growth,
  growTree,
  type LogFile,
  rootOfEdge,
  type TreeEdge,
} from '../../core/merkle/tree-edge.ts';
import type { TreeHasher } from '../../core/merkle/tree-hasher.ts';
import { readEdge } from '../../core/merkle/tree-reader.ts';
import { signCheckpoint } from '../../core/note/checkpoint.ts';
import type { Checkpoint } from '../../core/note/checkpoint-text.ts';
import type { NoteSigner } from '../../core/note/signature.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Appended } from '../../ports/evidence-log.ts';
import type { TileStore } from '../../ports/tile-store.ts';
import type { Decision } from './decision.ts';
import { SyncFailure } from './disk.ts';
import { logFault } from './fault.ts';
import { decodeStaged, encodeStaged, regrow } from './staged-file.ts';

/** Ends the process, saying why. Never returns. */
export type Die = (reason: string) => never;

export interface LogWriterParts {
  readonly store: TileStore;
  readonly decision: Decision;
  readonly hasher: TreeHasher;
  readonly signer: NoteSigner;
  /** Opens a note of this log: verifies the signature and the origin. */
  open(note: string): Result<Checkpoint>;
  readonly die: Die;
}

/** All calls under the writer's lock of the data directory. */
export interface LogWriter {
  /** Completes what a killed process had decided, and reads what is needed to add. Errors: `LOG_DAMAGED`, `LOG_AHEAD`. */
  settle(): Promise<Result<void>>;
  /** After `settle`. Errors: `LOG_STORE`, `LOG_DAMAGED`, `LOG_AHEAD`; none of the entries is there then. */
  commit(entries: readonly Uint8Array[]): Promise<Result<Appended>>;
  /**
   * In the place of `settle`, where a checkpoint is published and none is remembered: takes it for the newest, and commits `entries` on top with the
   * same decision, so that nothing is adopted without them. Errors: as `commit`, `LOG_REMEMBERED`.
   */
  adopt(entries: readonly Uint8Array[]): Promise<Result<Appended>>;
}

/** What was decided last and is published. */
interface Settled {
  /** Null: a published state that is not remembered, and is to be adopted. */
  readonly note: string | null;
  readonly edge: TreeEdge;
}

/**
 * A commit, and what a kill leaves behind at each place:
 *
 *   derive tiles and bundles → staging file, synced → read it back, derive anew      nothing: the next start clears the staging
 *   sign → compare-and-swap the checkpoint into the decision                         decided: the next start does what follows
 *   tiles and bundles → `checkpoint`                                                 the next start does it again, to the same bytes
 *   clear staging, remove partial tiles that a full one covers                       files that nobody misses
 *
 * Before the decision an error is an answer: nothing was added. From the decision on the entries are in the log whatever happens,
 * and nobody may be told that they are not: an error ends the process, and the next start goes on. The remaining hole: after a
 * failed sync of a tile the next start may find it in the page cache and take it for durable.
 */
export function logWriter(parts: LogWriterParts): LogWriter {
  const { store, decision, hasher, signer, die } = parts;
  let settled: Settled | null = null;

  const begin = async (): Promise<Result<void>> => {
    const rootHash = hasher.empty();
    const note = signCheckpoint({ origin: signer.key.name, size: 0, rootHash, extensions: [] }, signer);
    if (!decision.swap(null, note)) return moved();
    await store.publish(note);
    settled = { note, edge: EMPTY_EDGE };
    return ok(undefined);
  };

  /** From the published tree to the decided one, which the staged files give. */
  const complete = async (from: Checkpoint, to: Checkpoint, note: string): Promise<Result<void>> => {
    if (to.size > 0) {
      const staged = await store.staged(stagedName(to));
      const files = staged === null ? null : decodeStaged(staged);
      if (files === null)
        return damaged(`completing the log: what was staged for size ${to.size} is missing or damaged`);
      const edge = await readEdge(hasher, store.read, from.size, from.rootHash);
      if (!edge.ok) return edge;
      const growth = regrow(hasher, edge.value, files);
      if (growth === null || growth.edge.size !== to.size || !equalBytes(growth.rootHash, to.rootHash))
        return damaged(`completing the log: what was staged does not give the decided root of size ${to.size}`);
      const put = await store.put(files);
      if (!put.ok) return put;
    }
    await store.publish(note);
    return ok(undefined);
  };

  const settleAnew = async (): Promise<Result<void>> => {
    const [note, publishedNote] = [decision.read(), store.checkpoint()];
    if (note === null) {
      if (publishedNote === null) return begin();
      return err(merkleFault('LOG_FORGOTTEN', 'opening the log: a checkpoint is published, and state/ knows of none'));
    }
    const decided = parts.open(note);
    if (!decided.ok) return decided;
    const published = publishedNote === null ? ok(emptyTree(decided.value, hasher)) : parts.open(publishedNote);
    if (!published.ok) return published;
    const [to, from] = [decided.value, published.value];
    if (from.size > to.size)
      return err(merkleFault('LOG_AHEAD', `opening the log: size ${from.size} is published, decided was ${to.size}`));
    if (from.size === to.size && !equalBytes(from.rootHash, to.rootHash))
      return damaged(
        `opening the log: root ${hexOf(from.rootHash)} of size ${to.size} is published, decided was ${hexOf(to.rootHash)}`,
      );
    if (from.size < to.size || publishedNote === null) {
      const completed = await complete(from, to, note);
      if (!completed.ok) return completed;
    }
    const edge = await readEdge(hasher, store.read, to.size, to.rootHash);
    if (!edge.ok) return edge;
    await store.clearStaged();
    settled = { note, edge: edge.value };
    return ok(undefined);
  };

  /** Everything before the decision; gives the files as the disk has them. */
  const stage = async (edge: TreeEdge, entries: readonly Uint8Array[]): Promise<Result<Staged>> => {
    const growth = growTree(hasher, edge, entries);
    const name = stagedName({ size: growth.edge.size, rootHash: growth.rootHash });
    await store.stage(name, encodeStaged(growth.files));
    const back = await store.staged(name);
    const files = back === null ? null : decodeStaged(back);
    const again = files === null ? null : regrow(hasher, edge, files);
    if (files === null || again === null || !equalBytes(again.rootHash, growth.rootHash))
      return damaged('staging entries: what was read back is not what was written; memory or disk is failing');
    return ok({ growth, files });
  };

  const commit = async ({ note: before, edge }: Settled, entries: readonly Uint8Array[]): Promise<Result<Appended>> => {
    let staged: Result<Staged>;
    try {
      staged = await stage(edge, entries);
    } catch (error) {
      if (error instanceof SyncFailure) die('a sync of the staging file failed');
      return err(logFault('LOG_STORE', `staging entries: ${codeOf(error)}`));
    }
    if (!staged.ok) return staged;
    const { growth, files } = staged.value;
    const { rootHash } = growth;
    const { size } = growth.edge;
    const note = signCheckpoint({ origin: signer.key.name, size, rootHash, extensions: [] }, signer);
    // Until the new state is published this process knows nothing: should `die` be caught, the next call reads all anew.
    settled = null;
    if (!decide(before, note)) return moved();
    try {
      const put = await store.put(files);
      if (!put.ok) die(put.error.message);
      await store.publish(note);
      await store.clearStaged();
      await store.removePartials(covered(edge, files));
    } catch (error) {
      die(`publishing entries that were decided: ${codeOf(error)}`);
    }
    settled = { note, edge: growth.edge };
    return ok({ index: edge.size, treeSize: size, rootHash: hexOf(rootHash) });
  };

  const decide = (before: string | null, note: string): boolean => {
    try {
      return decision.swap(before, note);
    } catch (error) {
      return die(`deciding a checkpoint: ${codeOf(error)}`);
    }
  };

  return {
    async settle() {
      try {
        if (settled !== null && decision.read() === settled.note) return ok(undefined);
        settled = null;
        return await settleAnew();
      } catch (error) {
        if (error instanceof SyncFailure) die('a sync failed while the log was completed');
        return err(logFault('LOG_STORE', `opening the log: ${codeOf(error)}`));
      }
    },
    async adopt(entries) {
      const published = store.checkpoint();
      if (decision.read() !== null || published === null)
        return err(merkleFault('LOG_REMEMBERED', 'adopting the log: its newest state is not forgotten'));
      const opened = parts.open(published);
      if (!opened.ok) return opened;
      const { size, rootHash } = opened.value;
      const edge = await readEdge(hasher, store.read, size, rootHash);
      if (!edge.ok) return edge;
      if (entries.length > 0) return commit({ note: null, edge: edge.value }, entries);
      if (!decide(null, published)) return moved();
      return ok({ index: size, treeSize: size, rootHash: hexOf(rootHash) });
    },
    async commit(entries) {
      if (settled === null) throw new Error('a commit to a log that is not settled');
      if (entries.length > 0) return commit(settled, entries);
      const { edge } = settled;
      return ok({ index: edge.size, treeSize: edge.size, rootHash: hexOf(rootOfEdge(hasher, edge)) });
    },
  };
}

interface Staged {
  readonly growth: Growth;
  readonly files: readonly LogFile[];
}

const stagedName = ({ size, rootHash }: Pick<Checkpoint, 'size' | 'rootHash'>): string => `${size}-${hexOf(rootHash)}`;

const emptyTree = ({ origin }: Checkpoint, hasher: TreeHasher): Checkpoint => ({
  origin,
  size: 0,
  rootHash: hasher.empty(),
  extensions: [],
});

/** The full files that have partial ones before them: at each level the first, where the tree had a partial tile. */
function covered(edge: TreeEdge, files: readonly LogFile[]): readonly string[] {
  const partial = new Set(edge.tiles.flatMap((tile, level) => (tile.length === 0 ? [] : [`tile/${level}/`])));
  if (edge.size % TILE_WIDTH !== 0) partial.add('tile/entries/');
  return files.flatMap(({ path }) => {
    const level = [...partial].find((prefix) => path.startsWith(prefix));
    if (level === undefined || path.includes('.p/')) return [];
    partial.delete(level);
    return [path];
  });
}

const damaged = (message: string): Result<never> => err(merkleFault('LOG_DAMAGED', message));

const moved = (): Result<never> =>
  err(merkleFault('LOG_AHEAD', 'deciding a checkpoint: another process decided one without the lock'));

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : error instanceof Error ? error.message : 'unknown';

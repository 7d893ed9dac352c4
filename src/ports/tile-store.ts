import type { LogFile } from '../core/merkle/tree-edge.ts';
import type { Result } from '../core/result.ts';

/**
 * Where one log's files are kept, by path under its prefix: a folder, or an object store. Calls that find the place failing throw;
 * whoever writes decides what that means at its step.
 */
export interface TileStore {
  /** Null where there is nothing. */
  read(path: string): Promise<Uint8Array | null>;
  /** The published checkpoint, as last known; null where none was ever published. */
  checkpoint(): string | null;
  /**
   * Keeps files that never change: durable when it resolves, and each is there whole or not at all. A path that is taken by the
   * same bytes is left as it is. Error: `LOG_DAMAGED` (taken by other bytes: nothing is overwritten).
   */
  put(files: readonly LogFile[]): Promise<Result<void>>;
  /** Replaces the published checkpoint, at once and durably. */
  publish(note: string): Promise<void>;
  /** Removes partial tiles whose full tile is durable; what a kill leaves of them is harmless. */
  removePartials(fullPaths: readonly string[]): Promise<void>;
  /** Keeps one file outside of what is served, durably, under a name. */
  stage(name: string, bytes: Uint8Array): Promise<void>;
  staged(name: string): Promise<Uint8Array | null>;
  /** Removes everything staged, and what kills have left behind. Only while no other process writes. */
  clearStaged(): Promise<void>;
}

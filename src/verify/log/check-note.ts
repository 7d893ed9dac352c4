import { equalBytes, hexOf } from '../../core/bytes.ts';
import type { Hashing } from '../../core/hashing.ts';
import { hashCount, levelCount, TILE_WIDTH } from '../../core/merkle/tile.ts';
import { rootOfEdge } from '../../core/merkle/tree-edge.ts';
import { HASH_BYTES, type TreeHasher } from '../../core/merkle/tree-hasher.ts';
import { openCheckpoint } from '../../core/note/checkpoint.ts';
import type { Checkpoint } from '../../core/note/checkpoint-text.ts';
import { parseNote } from '../../core/note/signed-note.ts';
import type { VerifierKey } from '../../core/note/verifier-key.ts';
import type { LogDifference } from './log-fault.ts';
import type { TrustedTile } from './trusted-tile.ts';

export interface NoteCheck {
  readonly verifier: VerifierKey;
  readonly witnesses: readonly VerifierKey[];
  readonly hashing: Hashing;
}

/** A checkpoint, or what is wrong with it. */
export type CheckedNote = { readonly checkpoint: Checkpoint } | { readonly difference: LogDifference };

/**
 * Every signature must be of a known key and hold: readers of notes ignore unknown keys, but then one changed letter of a witness's
 * name would go unseen.
 */
export function checkNote(file: string, note: Uint8Array | null, check: NoteCheck): CheckedNote {
  const { verifier, witnesses, hashing } = check;
  if (note === null) return unsigned(file, 0, 'no file');
  const opened = openCheckpoint(note, [verifier], witnesses, hashing);
  if (!opened.ok) return unsigned(file, note.length, opened.error.message);
  const parsed = parseNote(note);
  const known = (name: string, id: string): boolean =>
    [verifier, ...witnesses].some((key) => key.name === name && key.id === id);
  const stranger = parsed.ok ? parsed.value.signatures.find(({ name, id }) => !known(name, id)) : undefined;
  if (stranger !== undefined) return unsigned(file, note.length, `a signature of the unknown key ${stranger.id}`);
  return { checkpoint: opened.value.checkpoint };
}

/** The newest checkpoint that witnesses have cosigned must be an earlier state of the same tree. */
export function checkCosigned(
  hasher: TreeHasher,
  note: Uint8Array,
  size: number,
  trusted: TrustedTile,
  check: NoteCheck,
): readonly LogDifference[] {
  const checked = checkNote('cosigned', note, check);
  if ('difference' in checked) return [checked.difference];
  const { checkpoint } = checked;
  const changed = (found: string): readonly LogDifference[] => [unsigned('cosigned', note.length, found).difference];
  if (checkpoint.size > size) return changed(`size ${checkpoint.size}, ahead of the checkpoint's ${size}`);
  const tiles = Array.from({ length: levelCount(checkpoint.size) }, (_, level) => {
    const count = hashCount(checkpoint.size, level);
    const bytes = (count % TILE_WIDTH) * HASH_BYTES;
    return bytes === 0
      ? new Uint8Array()
      : (trusted(level, Math.floor(count / TILE_WIDTH))?.subarray(0, bytes) ?? null);
  });
  const sound = tiles.filter((tile) => tile !== null);
  // A tile that is lost is named for itself.
  if (sound.length < tiles.length) return [];
  const root = rootOfEdge(hasher, { size: checkpoint.size, tiles: sound, bundle: new Uint8Array() });
  return equalBytes(root, checkpoint.rootHash) ? [] : changed(`root ${hexOf(checkpoint.rootHash)} of another tree`);
}

const unsigned = (file: string, bytes: number, found: string): { readonly difference: LogDifference } => ({
  difference: {
    code: 'VERIFY_LOG_UNSIGNED',
    file,
    index: null,
    from: 0,
    to: bytes,
    expected: 'a signed checkpoint of this log',
    found,
  },
});

import { bytesOfHex, hexOf, textOf, utf8 } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Hashing } from './hashing.ts';
import type { Instant } from './instant.ts';

// docs/design/evidence.md, "A leaf": the tag keeps a commitment from being taken for a hash of anything else.
const TAG = utf8('candour/record/v1\n');

export const NONCE_BYTES = 32;

/** What a leaf says of a record: SHA-256(tag ‖ nonce ‖ canonical record) in hex. The 32 random bytes hide the record. */
export const commitmentOf = (hashing: Pick<Hashing, 'sha256'>, nonce: Uint8Array, record: Uint8Array): string =>
  hexOf(hashing.sha256(TAG, nonce, record));

/** A leaf that speaks of something in `state/`. */
export type StateLeaf =
  | { readonly type: 'record'; readonly commitment: string }
  /** A record too, of canaries: its leaf shows that they were fixed before they were used. */
  | { readonly type: 'codebook'; readonly commitment: string }
  /** `incident`: the leaves are of that notices log; else of the log that this leaf is in. */
  | { readonly type: 'erased'; readonly leaves: readonly number[]; readonly incident?: string }
  | {
      readonly type: 'sealed';
      readonly incident: string;
      readonly origin: string;
      readonly treeSize: number;
      readonly rootHash: string;
    };

/** The entry for the log: canonical JSON; of the time the UTC hour alone is kept. */
export const stateEntry = (leaf: StateLeaf, at: Instant): Uint8Array =>
  utf8(canonicalJson({ v: 1, time: `${at.slice(0, 13)}Z`, ...leaf }));

/** The leaf in an entry; null for leaves of other parts, and for entries that are none of the three in canonical form. */
export function parseStateEntry(entry: Uint8Array): StateLeaf | null {
  const text = textOf(entry);
  const json = text === null ? null : parsed(text);
  if (json === null || json['v'] !== 1 || canonicalJson(json) !== text) return null;
  if (typeof json['time'] !== 'string' || !/^\d{4}-\d\d-\d\dT\d\dZ$/.test(json['time'])) return null;
  const { commitment, leaves, incident, origin, treeSize, rootHash } = json;
  switch (json['type']) {
    case 'record':
    case 'codebook':
      return isHash(commitment) ? { type: json['type'], commitment } : null;
    case 'erased':
      if (!Array.isArray(leaves) || !leaves.every(isIndex)) return null;
      if (incident === undefined) return { type: 'erased', leaves };
      return typeof incident === 'string' ? { type: 'erased', leaves, incident } : null;
    case 'sealed':
      return typeof incident === 'string' && typeof origin === 'string' && isIndex(treeSize) && isHash(rootHash)
        ? { type: 'sealed', incident, origin, treeSize, rootHash }
        : null;
    default:
      return null;
  }
}

const isIndex = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const isHash = (value: unknown): value is string =>
  typeof value === 'string' && value === value.toLowerCase() && bytesOfHex(value)?.length === 32;

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

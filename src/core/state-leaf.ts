import { bytesOfHex, textOf, utf8 } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Instant } from './instant.ts';
import { jsonObjectIn } from './json-object.ts';

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
  const json = jsonObjectIn(entry);
  if (json === null || json['v'] !== 1 || canonicalJson(json) !== textOf(entry)) return null;
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

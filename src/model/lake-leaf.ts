import { z } from 'zod';
import { canonicalJson } from '../core/canonical-json.ts';

const count = z.number().int().min(0);
const hex32 = z.string().regex(/^[0-9a-f]{64}$/);
/** Relative, downwards only: what a leaf names is opened, so a leaf must not be able to name anything else. */
const path = z.string().regex(/^[A-Za-z0-9_=-][A-Za-z0-9_=.-]*(\/[A-Za-z0-9_=-][A-Za-z0-9_=.-]*)*$/);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** The UTC hour of the commit: `2026-11-25T21Z`. */
const hour = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}Z$/);

/** A file behind a leaf: path relative to `lake/` or `people/`, size, RFC 6962 root over its 64 KiB chunks. */
const rootedSchema = z.strictObject({ path, bytes: count, root: hex32 });

/** The same of a Parquet file, which also says its rows. */
const fileSchema = rootedSchema.extend({ rows: count });

const batchSchema = z.strictObject({
  v: z.literal(1),
  type: z.literal('batch'),
  time: hour,
  batch: z.string().min(1),
  source: z.string().min(1),
  /** Digest of the source pack that mapped the records. */
  pack: z.string(),
  /** Records read = accepted + duplicate + quarantined. */
  records: count,
  accepted: count,
  duplicate: count,
  quarantined: count,
  idReused: count,
  unknownFields: count,
  /** Rows of the access files. */
  accesses: count,
  /** First and last day of its events in UTC, both inside; null when nothing was accepted. */
  from: day.nullable(),
  to: day.nullable(),
  /** Access files; none when `list` names them. */
  files: z.array(fileSchema),
  /** Names the access files where they would not fit into a leaf (an ingest over years): a JSON array of files. */
  list: rootedSchema.nullable(),
  /** `salts`: `saltsCommitment` of the secret in `state/`; leaves of before it was written lack it. */
  raw: fileSchema.extend({ records: count, recordsRoot: hex32, salts: hex32.optional() }),
  /** record_no and hash of the event id, to find duplicates; `engine` names the hash function's version. */
  keys: fileSchema.extend({ engine: z.string() }),
  quarantine: fileSchema.nullable(),
  /** Records of earlier batches' quarantine that this batch took in: batch and record_no. */
  released: fileSchema.nullable(),
  /** Chunk hashes of the files above, in the order of `filesBehind`. */
  chunks: rootedSchema,
});

const peopleSchema = z.strictObject({
  v: z.literal(1),
  type: z.literal('people'),
  time: hour,
  kind: z.enum(['customers', 'workforce', 'ties']),
  seq: count,
  rows: z.strictObject({ read: count, accepted: count, duplicate: count, quarantined: count }),
  /** All rows of the kind after this import. */
  file: fileSchema,
  quarantine: fileSchema.nullable(),
  chunks: rootedSchema,
});

const expiredSchema = z.strictObject({
  v: z.literal(1),
  type: z.literal('expired'),
  time: hour,
  /** Index of a batch's leaf. */
  leaf: count,
  /** The first day that was to be kept. */
  until: day,
});

const lakeLeafSchema = z.discriminatedUnion('type', [batchSchema, peopleSchema, expiredSchema]);

export type RootedFile = z.infer<typeof rootedSchema>;
export type LakeFile = z.infer<typeof fileSchema>;
export type BatchLeaf = z.infer<typeof batchSchema>;
export type PeopleLeaf = z.infer<typeof peopleSchema>;
export type ExpiredLeaf = z.infer<typeof expiredSchema>;
/** What the lake and the people consist of; other types of leaf are no concern of theirs. */
export type LakeLeaf = z.infer<typeof lakeLeafSchema>;

/** C2SP tlog-tiles: the length of an entry is 16 bits. */
export const LEAF_BYTES = 65_535;

export const leafBytes = (leaf: LakeLeaf): Uint8Array => new TextEncoder().encode(canonicalJson(leaf));

export const leafHour = (instant: string): string => `${instant.slice(0, 13)}Z`;

const LAKE_TYPES: ReadonlySet<unknown> = new Set(['batch', 'people', 'expired']);

/**
 * Null: a leaf of another type. `malformed`: it claims one of the lake's types, and is not of its shape (a newer Candour, or
 * nothing that Candour wrote).
 */
export function readLakeLeaf(entry: Uint8Array): LakeLeaf | 'malformed' | null {
  let value: unknown = null;
  try {
    value = JSON.parse(new TextDecoder().decode(entry));
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || !('type' in value) || !LAKE_TYPES.has(value.type)) return null;
  const leaf = lakeLeafSchema.safeParse(value);
  return leaf.success ? leaf.data : 'malformed';
}

/** The bytes of a list of access files, and back; null when they are not one. */
export const listBytes = (files: readonly LakeFile[]): Uint8Array =>
  new TextEncoder().encode(`${canonicalJson(files)}\n`);

export function readList(bytes: Uint8Array): readonly LakeFile[] | null {
  try {
    const list = z.array(fileSchema).safeParse(JSON.parse(new TextDecoder().decode(bytes)));
    return list.success ? list.data : null;
  } catch {
    return null;
  }
}

/**
 * The files that a leaf commits to, but for `chunks` itself, in the order in which `chunks` holds their hashes. `access`: a batch's
 * access files, which are in the leaf or in its list.
 */
export function filesBehind(leaf: BatchLeaf | PeopleLeaf, access: readonly LakeFile[]): readonly RootedFile[] {
  const parts: readonly (RootedFile | null)[] =
    leaf.type === 'people'
      ? [leaf.file, leaf.quarantine]
      : [...access, leaf.raw, leaf.keys, leaf.quarantine, leaf.released, leaf.list];
  return parts.filter((file) => file !== null);
}

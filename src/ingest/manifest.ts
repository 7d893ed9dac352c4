import { z } from 'zod';

const count = z.number().int().min(0);

/** A file of a batch: path relative to `lake/`, its size and SHA-256; parquet files also say their rows. */
export const batchFileSchema = z.strictObject({
  path: z.string().min(1),
  rows: count,
  bytes: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/**
 * What makes a batch exist: readers open what manifests name, never a glob. Written last and atomically; the evidence
 * log takes its place later. It holds counts, digests and coarse times, no personal data.
 */
export const manifestSchema = z.strictObject({
  version: z.literal(1),
  batch: z.string().min(1),
  source: z.string().min(1),
  committedAt: z.string(),
  /** Digest of the source pack that mapped the records. */
  pack: z.string(),
  /** Records read = accepted + duplicate + quarantined. */
  records: count,
  accepted: count,
  duplicate: count,
  quarantined: count,
  idReused: count,
  unknownFields: count,
  /** First and last event time, ISO 8601; null when nothing was accepted. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  access: z.array(batchFileSchema),
  raw: batchFileSchema,
  /** record_no and hash of the event id, to find duplicates; `engine` names the hash function's version. */
  keys: batchFileSchema.extend({ engine: z.string() }),
  quarantine: batchFileSchema.nullable(),
  /** Records of earlier batches' quarantine that this batch took in: batch and record_no. */
  released: batchFileSchema.nullable(),
});

export type BatchFile = z.infer<typeof batchFileSchema>;
export type Manifest = z.infer<typeof manifestSchema>;

/** Every file that the manifest names, as paths relative to `lake/`. */
export function filesOf(manifest: Manifest): readonly BatchFile[] {
  const optional = [manifest.quarantine, manifest.released].filter((file) => file !== null);
  return [...manifest.access, manifest.raw, manifest.keys, ...optional];
}

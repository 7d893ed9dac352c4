/**
 * The secret of each batch from which its records' salts come: 32 random bytes, kept where they can be destroyed. Without it a
 * batch's `recordsRoot` says nothing about any record.
 */
export interface BatchSecrets {
  /** On the disk when it returns; before the batch's leaf, so that no leaf is without its secret. */
  put(batch: string, secret: Uint8Array): void;
  /** Null: unknown or destroyed. */
  get(batch: string): Uint8Array | null;
  /** Keeps those of these batches and destroys every other, so that nothing of it can be read from the database's files. */
  retain(batches: ReadonlySet<string>): void;
}

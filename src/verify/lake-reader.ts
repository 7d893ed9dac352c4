/** How the verifier reads a data directory; whatever gives bytes can stand behind it. */
export interface LakeReader {
  /** Everything under `lake/` and `people/` that is not a folder, as paths in the data directory. */
  paths(): Iterable<string>;
  /** A file's bytes in order, 64 KiB a piece (the last may be shorter), each read before the next is asked for; null: no such file. */
  chunks(path: string): Iterable<Uint8Array> | null;
}

/** How the verifier reads a log; whatever gives bytes can stand behind it. */
export interface LogReader {
  /** Paths under the log's prefix of everything there that is not a folder, without those of other logs. */
  paths(): Iterable<string>;
  /** Null: no such file. */
  read(path: string): Uint8Array | null;
}

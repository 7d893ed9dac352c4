/** One thing that lies in a data directory. */
export interface FoundEntry {
  /** Relative to the data directory, `.` for itself. */
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'other';
  /** Permission bits, as in chmod. */
  readonly mode: number;
  readonly bytes: number;
}

/** Looks at a data directory without changing it; what cannot be read is null, never thrown. */
export interface DataInspector {
  /** Everything, folders before what is in them, in the order of names. Links are `other` and are not followed. */
  entries(): readonly FoundEntry[];
  /** RFC 6962 root in hex over the 64 KiB chunks of a file, read once. */
  root(path: string): string | null;
  /** Bytes that this user may still write on the disk of the data directory. */
  freeBytes(): number | null;
  /** Whether a process of that id lives on this machine. */
  processLives(pid: number): boolean;
}

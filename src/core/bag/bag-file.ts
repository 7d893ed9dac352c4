/** A file of a bag: where it lies and its bytes. */
export interface BagFile {
  /** Relative to the bag's folder, `/` between parts; see `isBagPath`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** By the bytes of the path, so that a bag is the same on every machine. */
export const byPath = (a: { readonly path: string }, b: { readonly path: string }): number =>
  a.path < b.path ? -1 : a.path > b.path ? 1 : 0;

// A bag is unpacked on machines we do not know: no part that a file system may read as another, none that leaves the folder.
const PATH = /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;

/** Whether a path is plain ASCII, relative, stays inside the folder and needs no escaping in a manifest (RFC 8493 section 2.1.3). */
export const isBagPath = (path: string): boolean => PATH.test(path) && path.length <= 200;

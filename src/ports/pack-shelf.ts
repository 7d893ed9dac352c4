/** Where packs lie; the only thing a new one touches. */
export interface PackShelf {
  /** The text of a file of `packs/templates`. */
  template(path: string): string;
  /** Writes a pack's files into a new folder of `packs/`, whole; false when the folder is there already. */
  place(folder: string, files: Readonly<Record<string, string>>): boolean;
}

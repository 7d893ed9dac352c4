import { byPath, isBagPath } from './bag-file.ts';

/** RFC 8493 section 2.1.1: the declaration, to the byte. */
export const BAG_DECLARATION = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

export const MANIFEST_ALGORITHMS = ['sha256', 'sha512'] as const;
export type ManifestAlgorithm = (typeof MANIFEST_ALGORITHMS)[number];

export interface ManifestLine {
  readonly path: string;
  /** Lower-case hex. */
  readonly digest: string;
}

/** RFC 8493 section 2.1.3 with two blanks between, which `sha256sum -c` reads; sorted by path. */
export const manifestText = (lines: readonly ManifestLine[]): string =>
  [...lines]
    .sort(byPath)
    .map(({ path, digest }) => `${digest}  ${path}\n`)
    .join('');

/** The lines of a manifest as `manifestText` writes it; null when it is any other text. */
export function parseManifest(text: string, algorithm: ManifestAlgorithm): readonly ManifestLine[] | null {
  const hex = algorithm === 'sha256' ? 64 : 128;
  const lines: ManifestLine[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    const digest = line.slice(0, hex);
    const path = line.slice(hex + 2);
    if (!/^[0-9a-f]+$/.test(digest) || !isBagPath(path)) return null;
    lines.push({ digest, path });
  }
  return manifestText(lines) === text && new Set(lines.map(({ path }) => path)).size === lines.length ? lines : null;
}

/** `bag-info.txt` (RFC 8493 section 2.2.2): labels in the order given; values in one line. */
export const bagInfoText = (labels: readonly (readonly [string, string])[]): string =>
  labels.map(([label, value]) => `${label}: ${value.replaceAll(/\s+/g, ' ').trim()}\n`).join('');

/** The value of a label's first line. */
export const bagInfoValue = (text: string, label: string): string | null =>
  text
    .split('\n')
    .find((line) => line.startsWith(`${label}: `))
    ?.slice(label.length + 2) ?? null;

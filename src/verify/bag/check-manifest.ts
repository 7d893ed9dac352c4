import {
  BAG_DECLARATION,
  bagInfoValue,
  MANIFEST_ALGORITHMS,
  type ManifestAlgorithm,
  parseManifest,
} from '../../core/bag/bag-manifest.ts';
import { hexOf, textOf } from '../../core/bytes.ts';
import { type BagFault, bagFault } from './bag-fault.ts';
import type { BagHashing } from './bag-hashing.ts';

export type BagFiles = ReadonlyMap<string, Uint8Array>;

const isTagManifest = (path: string): boolean => /^tagmanifest-[a-z0-9]+\.txt$/.test(path);

/**
 * RFC 8493 section 3, and stricter: the declaration to the byte, both manifests of both kinds in Candour's one form, every file of the bag
 * named by each of the two that must name it, nothing else there, and the count that bag-info.txt states.
 */
export function checkManifests(files: BagFiles, hashing: BagHashing): readonly BagFault[] {
  const faults: BagFault[] = [];
  if (textAt(files, 'bagit.txt') !== BAG_DECLARATION)
    faults.push(bagFault('BAG_FORM', 'bagit.txt', 'the declaration of BagIt 1.0', 'another text'));
  faults.push(...checkCount(files));
  const payload = [...files.keys()].filter((path) => path.startsWith('data/'));
  const tags = [...files.keys()].filter((path) => !path.startsWith('data/') && !isTagManifest(path));
  for (const [kind, expected] of [
    ['manifest', payload],
    ['tagmanifest', tags],
  ] as const) {
    const [first, second] = MANIFEST_ALGORITHMS.map((algorithm) => {
      const name = `${kind}-${algorithm}.txt`;
      return { name, faults: checkManifest(files, name, algorithm, expected, hashing) };
    });
    if (first === undefined || second === undefined) continue;
    faults.push(...onlyIn(first, second), ...onlyIn(second, first), ...inBoth(first, second));
  }
  for (const path of files.keys()) {
    if (isTagManifest(path) && !MANIFEST_ALGORITHMS.some((algorithm) => path === `tagmanifest-${algorithm}.txt`))
      faults.push(bagFault('BAG_FILE_UNKNOWN', path, 'tag manifests of SHA-256 and SHA-512', 'another'));
  }
  return faults;
}

interface ManifestCheck {
  readonly name: string;
  readonly faults: readonly BagFault[];
}

/** What one manifest says against a file for which the other vouches lies in the manifest. */
function onlyIn({ name, faults }: ManifestCheck, other: ManifestCheck): readonly BagFault[] {
  const shared = new Set(other.faults.map(({ file }) => file));
  return faults.flatMap((fault) => {
    if (shared.has(fault.file) || fault.file === name) return fault.file === name ? [fault] : [];
    const found = `of ${fault.file ?? ''}: ${fault.found}`;
    return [bagFault('BAG_FILE_CHANGED', name, `what ${other.name} says`, found)];
  });
}

function inBoth(first: ManifestCheck, second: ManifestCheck): readonly BagFault[] {
  const shared = new Set(second.faults.map(({ file }) => file));
  return first.faults.filter(({ file }) => file !== first.name && shared.has(file));
}

function checkManifest(
  files: BagFiles,
  name: string,
  algorithm: ManifestAlgorithm,
  expected: readonly string[],
  hashing: BagHashing,
): readonly BagFault[] {
  const text = textAt(files, name);
  if (text === null) return [bagFault('BAG_FILE_MISSING', name, 'a manifest', 'none')];
  const lines = parseManifest(text, algorithm);
  if (lines === null) return [bagFault('BAG_FORM', name, 'a manifest sorted by path', 'another text')];
  const listed = new Map(lines.map(({ path, digest }) => [path, digest]));
  const unknown = expected
    .filter((path) => !listed.has(path))
    .map((path) => bagFault('BAG_FILE_UNKNOWN', path, `a line in ${name}`, 'none'));
  const wanted = new Set(expected);
  const wrong = lines.flatMap(({ path, digest }): readonly BagFault[] => {
    const bytes = files.get(path);
    if (bytes === undefined || !wanted.has(path))
      return [bagFault('BAG_FILE_MISSING', path, `the file that ${name} names`, 'none')];
    const found = hexOf(algorithm === 'sha256' ? hashing.sha256(bytes) : hashing.sha512(bytes));
    return found === digest ? [] : [bagFault('BAG_FILE_CHANGED', path, `${algorithm} ${digest}`, found)];
  });
  return [...unknown, ...wrong];
}

/** `Payload-Oxum`: octets and files of the payload. */
function checkCount(files: BagFiles): readonly BagFault[] {
  const info = textAt(files, 'bag-info.txt');
  if (info === null) return [bagFault('BAG_FILE_MISSING', 'bag-info.txt', 'the file', 'none')];
  const payload = [...files].filter(([path]) => path.startsWith('data/'));
  const bytes = payload.reduce((sum, [, content]) => sum + content.length, 0);
  const [expected, found] = [bagInfoValue(info, 'Payload-Oxum') ?? 'none', `${bytes}.${payload.length}`];
  return expected === found ? [] : [bagFault('BAG_COUNT', 'bag-info.txt', `Payload-Oxum ${expected}`, found)];
}

/** The text of a file; null when it is missing or not UTF-8. */
export function textAt(files: BagFiles, path: string): string | null {
  const bytes = files.get(path);
  return bytes === undefined ? null : textOf(bytes);
}

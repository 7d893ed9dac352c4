import { type BagFile, byPath } from '../core/bag/bag-file.ts';
import { BAG_DECLARATION, bagInfoText, manifestText } from '../core/bag/bag-manifest.ts';
import { utf8 } from '../core/bytes.ts';
import { sha256Hex, sha512Hex } from '../core/hash.ts';

/** The payload's manifests (RFC 8493 section 2.1.3). The digest of the first is what an approval is bound to. */
export function payloadManifests(payload: readonly BagFile[]): {
  readonly files: readonly BagFile[];
  readonly digest: string;
} {
  const files = manifests('manifest', payload);
  return { files, digest: sha256Hex(files[0].bytes) };
}

/** `bag-info.txt` and the declaration. Payload-Oxum: octets and number of the payload's files (RFC 8493 section 2.2.2). */
export function bagLabels(
  payload: readonly BagFile[],
  labels: readonly (readonly [string, string])[],
): readonly BagFile[] {
  const bytes = payload.reduce((sum, file) => sum + file.bytes.length, 0);
  const info = bagInfoText([...labels, ['Payload-Oxum', `${bytes}.${payload.length}`]]);
  return [
    { path: 'bag-info.txt', bytes: utf8(info) },
    { path: 'bagit.txt', bytes: utf8(BAG_DECLARATION) },
  ];
}

/** All files of the bag, sorted: payload, tag files, and the manifests over every tag file but themselves. */
export function wholeBag(payload: readonly BagFile[], tags: readonly BagFile[]): readonly BagFile[] {
  return [...payload, ...tags, ...manifests('tagmanifest', tags)].sort(byPath);
}

const manifests = (name: string, files: readonly BagFile[]): readonly [BagFile, BagFile] => {
  const text = (digest: (bytes: Uint8Array) => string): Uint8Array =>
    utf8(manifestText(files.map(({ path, bytes }) => ({ path, digest: digest(bytes) }))));
  return [
    { path: `${name}-sha256.txt`, bytes: text(sha256Hex) },
    { path: `${name}-sha512.txt`, bytes: text(sha512Hex) },
  ];
};

import { unzip } from '../../core/bag/zip.ts';
import { type BagFault, bagFault } from './bag-fault.ts';
import type { BagHashing } from './bag-hashing.ts';
import { checkCustody } from './check-custody.ts';
import { type BagFiles, checkManifests } from './check-manifest.ts';
import { exhibitIds, readExhibit } from './exhibit-record.ts';

/** What the reader was told by another way than the bag; null where nothing was told, and then the bag vouches for itself alone. */
export interface BagTrust {
  /** SHA-256 of the custody key, hex. */
  readonly custodyKeyId: string | null;
}

/** The document of `candour verify BAG --json`, and what it rests on. */
export interface BagCheck {
  readonly ok: boolean;
  readonly origin: string | null;
  readonly treeSize: number | null;
  readonly rootHash: string | null;
  readonly files: number;
  readonly bytes: number;
  readonly exhibits: number;
  readonly records: number;
  readonly custodyKeyId: string | null;
  /** Keys that only the bag itself vouches for: compare them with what the organisation publishes. */
  readonly unpinned: readonly string[];
  readonly faults: readonly BagFault[];
}

/** Checks a bag by its files; every byte of the bag counts. Linear in the bag's size, thrice. */
export function checkBag(files: BagFiles, hashing: BagHashing, trust: BagTrust): BagCheck {
  const custody = checkCustody(files, hashing, trust.custodyKeyId);
  const exhibits = exhibitIds(files).map((id) => readExhibit(files, id, hashing));
  const faults = [
    ...checkManifests(files, hashing),
    ...custody.faults,
    ...exhibits.flatMap((exhibit) => exhibit.faults),
  ];
  return {
    ok: faults.length === 0,
    origin: null,
    treeSize: null,
    rootHash: null,
    files: files.size,
    bytes: [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0),
    exhibits: exhibits.length,
    records: exhibits.reduce((sum, { records }) => sum + records.length, 0),
    custodyKeyId: custody.keyId,
    unpinned: trust.custodyKeyId === null ? ['custody key'] : [],
    faults,
  };
}

/** Checks a bag as it is handed over: one ZIP. */
export function checkBagFile(archive: Uint8Array, hashing: BagHashing, trust: BagTrust): BagCheck {
  const read = unzip(archive);
  if (read.ok) return checkBag(new Map(read.files.map(({ path, bytes }) => [path, bytes])), hashing, trust);
  const { at, expected, found } = read.problem;
  const nothing = checkBag(new Map(), hashing, trust);
  return {
    ...nothing,
    bytes: archive.length,
    faults: [bagFault('BAG_NOT_A_BAG', null, expected, found, { from: at })],
  };
}

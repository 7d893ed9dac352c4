import { type Unzipped, unzip } from '../../core/bag/zip.ts';
import type { Policy } from '../../core/note/policy.ts';
import { type BagFault, bagFault } from './bag-fault.ts';
import type { BagHashing } from './bag-hashing.ts';
import { checkCustody } from './check-custody.ts';
import { checkLog } from './check-log.ts';
import { type BagFiles, checkManifests } from './check-manifest.ts';
import { type BagStamp, checkStamps } from './check-stamp.ts';
import { exhibitIds, readExhibit } from './exhibit-record.ts';

/** What the reader was told by another way than the bag; null where nothing was told, and then the bag vouches for itself alone. */
export interface BagTrust {
  /** SHA-256 of the custody key, hex. */
  readonly custodyKeyId: string | null;
  /** The log's key, its witnesses and their quorum. */
  readonly policy: Policy | null;
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
  /** Records that are proved, each by itself, to be in the log. */
  readonly provedRecords: number;
  /** Entries of the log that a proof shows: batches, and events of the case. */
  readonly provedEntries: number;
  /** Cosignatures of known witnesses on the checkpoint. */
  readonly cosignedBy: number;
  readonly custodyKeyId: string | null;
  readonly timestamps: readonly BagStamp[];
  /** Keys that only the bag itself vouches for: compare them with what the organisation publishes. */
  readonly unpinned: readonly string[];
  readonly faults: readonly BagFault[];
}

/** Checks a bag by its files; every byte of the bag counts. Linear in the bag's size, thrice. */
export function checkBag(files: BagFiles, hashing: BagHashing, trust: BagTrust): BagCheck {
  const custody = checkCustody(files, hashing, trust.custodyKeyId);
  const exhibits = exhibitIds(files).map((id) => ({ id, ...readExhibit(files, id, hashing) }));
  const { policy } = trust;
  const log = checkLog({ files, hashing, policy, exhibits, custodyKeyId: custody.keyId });
  const stamped = checkStamps(files, hashing);
  const faults = [
    ...checkManifests(files, hashing),
    ...custody.faults,
    ...exhibits.flatMap((exhibit) => exhibit.faults),
    ...log.faults,
    ...stamped.faults,
  ];
  return {
    ok: faults.length === 0,
    origin: log.checkpoint?.origin ?? null,
    treeSize: log.checkpoint?.treeSize ?? null,
    rootHash: log.checkpoint?.rootHash ?? null,
    files: files.size,
    bytes: [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0),
    exhibits: exhibits.length,
    records: exhibits.reduce((sum, { records }) => sum + records.length, 0),
    provedRecords: log.records,
    provedEntries: log.proved,
    cosignedBy: log.checkpoint?.cosignedBy ?? 0,
    custodyKeyId: custody.keyId,
    timestamps: stamped.stamps,
    unpinned: [
      ...(trust.custodyKeyId === null ? ['custody key'] : []),
      ...(policy === null && log.checkpoint !== null ? ['key of the log'] : []),
    ],
    faults,
  };
}

/** The files of an unpacked archive, by path. */
export const bagFilesOf = (read: Extract<Unzipped, { ok: true }>): BagFiles =>
  new Map(read.files.map(({ path, bytes }) => [path, bytes]));

/** Checks a bag as it is handed over: one ZIP. */
export function checkBagFile(archive: Uint8Array, hashing: BagHashing, trust: BagTrust): BagCheck {
  const read = unzip(archive);
  if (read.ok) return checkBag(bagFilesOf(read), hashing, trust);
  const { at, expected, found } = read.problem;
  const nothing = checkBag(new Map(), hashing, trust);
  return {
    ...nothing,
    bytes: archive.length,
    faults: [bagFault('BAG_NOT_A_BAG', null, expected, found, { from: at })],
  };
}

import type { BagFile } from '../core/bag/bag-file.ts';
import { hexOf, utf8 } from '../core/bytes.ts';
import { formatLogProof } from '../core/note/log-proof.ts';
import type { LogPart } from './build-bag.ts';

/** An entry of the log, and the way from it to the checkpoint. */
export interface ProvedLeaf {
  readonly index: number;
  readonly entry: Uint8Array;
  /** Siblings from the leaf up. */
  readonly hashes: readonly Uint8Array[];
}

/** A single record of a batch: its salt and the way from it to the batch's root. */
export interface RecordOpening {
  readonly recordNo: number;
  readonly salt: Uint8Array;
  readonly path: readonly Uint8Array[];
}

/** Everything of the log that a bag shows. */
export interface LogEvidence {
  readonly origin: string;
  readonly treeSize: number;
  readonly rootHash: string;
  /** The signed note, as it was when the bag was released. */
  readonly note: string;
  /** The log's key, and its witnesses and quorum where there are some (C2SP tlog-policy). */
  readonly vkey: string;
  readonly policy: string;
  /** Cosignatures of witnesses on the note. */
  readonly witnesses: number;
  readonly exhibits: readonly {
    readonly id: string;
    readonly batch: ProvedLeaf;
    readonly records: readonly RecordOpening[];
  }[];
  /** Events of the case; `opening` (a file of JSON) null where it would name somebody whom the trace does not name. */
  readonly events: readonly { readonly seq: number; readonly leaf: ProvedLeaf; readonly opening: string | null }[];
}

/** The folder `log/` of a bag. */
export function logPart(log: LogEvidence): LogPart {
  const proof = (name: string, { index, entry, hashes }: ProvedLeaf): BagFile => ({
    path: `log/proofs/${name}.tlog-proof`,
    bytes: utf8(formatLogProof({ index, hashes, checkpoint: log.note, extra: entry })),
  });
  const exhibits = log.exhibits.flatMap(({ id, batch, records }) => [
    proof(id, batch),
    {
      path: `log/openings/${id}.json`,
      bytes: utf8(
        `${JSON.stringify({
          v: 1,
          records: records.map(({ recordNo, salt, path }) => ({ recordNo, salt: hexOf(salt), path: path.map(hexOf) })),
        })}\n`,
      ),
    },
  ]);
  const events = log.events.flatMap(({ seq, leaf, opening }) => {
    const name = `event-${String(seq).padStart(4, '0')}`;
    const opened = opening === null ? [] : [{ path: `log/openings/${name}.json`, bytes: utf8(opening) }];
    return [proof(name, leaf), ...opened];
  });
  const { origin, treeSize, rootHash, witnesses } = log;
  return {
    facts: { origin, treeSize, rootHash, witnesses },
    files: [
      { path: 'log/checkpoint', bytes: utf8(log.note) },
      { path: 'log/vkey', bytes: utf8(`${log.vkey}\n`) },
      { path: 'log/policy', bytes: utf8(log.policy) },
      ...exhibits,
      ...events,
    ],
  };
}

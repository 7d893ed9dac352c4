import { faultLine } from '../bag/bag-text.ts';
import type { BagCheck } from '../bag/check-bag.ts';
import type { VerdictLines } from './verdict-lines.ts';

// A bag of which everything was changed has a fault for each file: the first say enough.
const MOST_FAULTS = 40;

/** What is shown of a bag; says what the bag alone cannot show, too. */
export function bagLines(check: BagCheck): VerdictLines {
  const { faults, files, bytes, exhibits, records, unpinned, custodyKeyId, timestamps } = check;
  const shown = faults.slice(0, MOST_FAULTS).map((fault) => `${faultLine(fault)}.`);
  if (faults.some(({ code }) => code === 'BAG_NOT_A_BAG'))
    return { state: 'fails', headline: 'This is no bag that can be checked', lines: shown, record: null };
  const state = faults.length > 0 ? 'fails' : unpinned.length > 0 ? 'open' : 'holds';
  const left = faults.length - shown.length;
  return {
    state,
    headline: HEADLINES[state],
    lines: [
      ...shown,
      ...(left > 0 ? [`… and ${left} more.`] : []),
      `${files} files, ${bytes} bytes: ${exhibits} exhibits with ${records} original records.`,
      ...logLines(check),
      ...timestamps.map(
        ({ file, over, at }) =>
          `The time stamp ${file} says that ${over} existed at ${at}. It is over these bytes; who signed it is not checked in this page: README.txt says how.`,
      ),
      `Custody key: SHA-256 ${custodyKeyId ?? 'none'}.`,
      ...unpinned.map(
        (key) => `Only the bag itself vouches for the ${key}: compare it with what you were told by another way.`,
      ),
    ],
    record: null,
  };
}

const HEADLINES = {
  holds: 'The bag is as it was sealed',
  open: 'Nothing in the bag is changed; compare its keys',
  fails: 'The bag is not as it was sealed',
} as const;

function logLines({
  origin,
  treeSize,
  rootHash,
  cosignedBy,
  provedEntries,
  provedRecords,
}: BagCheck): readonly string[] {
  if (origin === null || treeSize === null) return ['No evidence log stands behind it that could be checked.'];
  return [
    `Log ${origin}: ${treeSize} entries, root ${rootHash ?? ''}, cosigned by ${cosignedBy} witnesses.`,
    `In the log, each with its proof: ${provedEntries} entries and ${provedRecords} single records.`,
  ];
}

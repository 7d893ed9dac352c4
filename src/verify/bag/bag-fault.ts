import { registerFaults } from '../../core/fault.ts';

const FAULTS = {
  BAG_NOT_A_BAG: {
    meaning: 'A file is no ZIP that Candour wrote, or a folder holds no bag (RFC 8493).',
    action: 'Check that the whole file was copied, and compare its SHA-256 with the one that was told.',
    retry: false,
  },
  BAG_FILE_MISSING: {
    meaning: 'A file that the bag must have, or that a manifest or a statement names, is not there.',
    action: 'Get the bag again from where it came, and compare its SHA-256.',
    retry: false,
  },
  BAG_FILE_UNKNOWN: {
    meaning: 'A file is in the bag that no manifest names.',
    action: 'Somebody added it after the bag was sealed: get the bag again, and do not open the file.',
    retry: false,
  },
  BAG_FILE_CHANGED: {
    meaning: 'A file of the bag is not the one that was sealed.',
    action: 'Get the bag again from where it came, and compare its SHA-256.',
    retry: false,
  },
  BAG_FORM: {
    meaning: 'A manifest, a statement or another file of the bag is not in the one form that Candour writes.',
    action: 'Get the bag again from where it came, and compare its SHA-256.',
    retry: false,
  },
  BAG_COUNT: {
    meaning: 'The number of files or bytes that the bag states of itself is not what is there.',
    action: 'Get the bag again from where it came, and compare its SHA-256.',
    retry: false,
  },
  BAG_SIGNATURE: {
    meaning: 'A statement of custody is not signed by the key of the bag, or that key is not the expected one.',
    action: 'Compare the custody key with the one that the organisation told by another way.',
    retry: false,
  },
  BAG_NOT_SEALED: {
    meaning: 'No signed statement covers every file of the bag.',
    action: 'Ask the organisation for a bag that is sealed; this one may have been put together by anybody.',
    retry: false,
  },
  BAG_LOG: {
    meaning: 'A checkpoint, a proof or an opening of the bag does not show what it is there to show.',
    action:
      'Keep the bag as it is, compare the key of the log with the one that is published, and ask the organisation.',
    retry: false,
  },
  BAG_RECORD: {
    meaning: 'A record of an exhibit is not where or what the index of the exhibit says.',
    action: 'Keep the bag as it is and ask the organisation: the index and the records were sealed as they are.',
    retry: false,
  },
  BAG_TIMESTAMP: {
    meaning:
      'A time stamp of the bag is not over the file that it is there to date, or its signature does not lead to its authority.',
    action:
      'Check it with `openssl ts -verify` against certificates that you have from the authority itself; without it the bag shows no time but its own.',
    retry: false,
  },
} as const;

export type BagFaultCode = keyof typeof FAULTS;

registerFaults(FAULTS);

/** A row of `faults` in the document of `candour verify`: what is wrong and where; `from` and `to` are byte offsets. */
export interface BagFault {
  readonly code: string;
  readonly file: string | null;
  readonly index: number | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly expected: string;
  readonly found: string;
}

/** A fault of a file, with the place where it is known. */
export const bagFault = (
  code: BagFaultCode,
  file: string | null,
  expected: string,
  found: string,
  at: Partial<Pick<BagFault, 'index' | 'from' | 'to'>> = {},
): BagFault => ({ code, file, index: null, from: null, to: null, ...at, expected, found });

import type { ReceiptVerdict } from '../receipt/check-receipt.ts';

/** A verdict in words, for people who have never heard of a log. */
export interface VerdictLines {
  readonly state: 'holds' | 'open' | 'fails';
  readonly headline: string;
  readonly lines: readonly string[];
  /** The record that was opened, for reading. */
  readonly record: string | null;
}

/** What is shown of a verdict; says what was not shown, too. */
export function verdictLines({ ok, faults, proved, opened, record }: ReceiptVerdict): VerdictLines {
  if (proved === null)
    return {
      state: 'fails',
      headline: 'This receipt proves nothing',
      lines: faults.map(({ code, message }) => `${code}: ${message}.`),
      record: null,
    };
  const { origin, index, treeSize, cosigned, cosignedBy, leaf } = proved;
  const others = faults.filter(({ code }) => code !== 'RECEIPT_NOT_COSIGNED');
  const state = ok ? 'holds' : others.length === 0 ? 'open' : 'fails';
  const kind = leaf === null ? '' : ` It is of the kind "${leaf.type}", logged in the hour ${leaf.time}.`;
  return {
    state,
    headline: HEADLINES[state],
    lines: [
      `Entry number ${index} of ${treeSize} in the log ${origin}.${kind}`,
      COSIGNED[cosigned],
      ...cosignedBy.map(({ name, at }) => `Cosigned by ${name} at ${at}.`),
      OPENED[opened],
      ...others.map(({ code, message }) => `${code}: ${message}.`),
    ],
    record: record === null ? null : readable(record),
  };
}

const HEADLINES = {
  holds: 'The receipt holds',
  open: 'In the log, but not cosigned yet',
  fails: 'The receipt does not hold',
} as const;

const COSIGNED = {
  yes: 'The witnesses that the policy asks for have cosigned this state of the log: it cannot be rewritten unseen.',
  'not-yet':
    'The witnesses that the policy asks for have not cosigned this state of the log. Ask for the receipt again later; until then the owner of the log alone vouches for it.',
  'not-asked':
    'No witness was asked for: the owner of the log alone vouches that everybody is shown the same log. Paste the policy in the place of the key to ask for more.',
} as const;

const OPENED = {
  yes: 'The record below is the one that was logged, unchanged.',
  no: 'The record that was given is not the one that was logged.',
  'not-given':
    'What the entry says was not shown: add the file with the record to see that it is the one that was logged.',
} as const;

function readable(record: string): string {
  try {
    return JSON.stringify(JSON.parse(record), null, 2);
  } catch {
    return record;
  }
}

import { registerFaults } from '../../core/fault.ts';

export const receiptFault = registerFaults({
  RECEIPT_NO_LEAF: {
    meaning: 'A receipt does not carry the leaf that it is about, and none was given beside it.',
    action: 'Give the leaf as a file with --entry, or ask for a receipt that carries it.',
    retry: false,
  },
  RECEIPT_NOT_COSIGNED: {
    meaning:
      'The entry is in the log, but the witnesses that the policy asks for have not cosigned that state of the log yet.',
    action:
      'Ask for the receipt again later. Until then only the owner of the log vouches that everybody is shown the same log.',
    retry: true,
  },
  RECEIPT_OPENING_MALFORMED: {
    meaning: 'The file with the record behind a receipt is not of the form {"v":1,"nonce":…,"record":…}.',
    action: 'Ask for the opening again, and do not edit it.',
    retry: false,
  },
  RECEIPT_OPENING_WRONG: {
    meaning:
      'The leaf in the log does not commit to this record: it is about something else, or the record was changed.',
    action: 'Keep both files and ask the organisation that sent them: what it says is not what it logged.',
    retry: false,
  },
});

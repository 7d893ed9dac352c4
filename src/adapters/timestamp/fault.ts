import { registerFaults } from '../../core/fault.ts';

export const timestampFault = registerFaults({
  TIMESTAMP_UNREACHABLE: {
    meaning: 'The time-stamp authority did not answer, or with nothing that can be read.',
    action: 'Try again later; nothing else depends on it. The address stands in evidence.yml.',
    retry: true,
  },
  TIMESTAMP_REFUSED: {
    meaning: 'The time-stamp authority answered that it gives no time stamp.',
    action: 'Ask its operator; the status in the message is that of RFC 3161 section 2.4.2.',
    retry: true,
  },
  TIMESTAMP_INVALID: {
    meaning:
      'A time stamp is not over these bytes, its signature does not hold, or its certificates do not lead to a root that is trusted for it.',
    action:
      'Check that the roots are those of the authority that was asked. A token that is kept and does not hold was changed.',
    retry: false,
  },
  TIMESTAMP_ROOTS: {
    meaning: 'The file with the roots of the time-stamp authority cannot be read or holds no certificate.',
    action: "Put the authority's root certificates (PEM) where evidence.yml says.",
    retry: false,
  },
  TIMESTAMP_NOT_SET: {
    meaning: 'evidence.yml names no time-stamp authority.',
    action: 'Add `timestamps: {url: …, roots: …}` to evidence.yml; docs/how-to/witness.md shows it.',
    retry: false,
  },
});

/** What people ask about first when they hear of a leak; the rest follows in the order of the alphabet. */
const FIRST = [
  'password',
  'payment-card',
  'bank-account',
  'government-id',
  'date-of-birth',
  'postal-address',
  'phone',
  'email',
  'health',
  'payment-history',
  'order-history',
  'communication-content',
];

/** Fields in the order in which a reader looks for them. */
export const byConcern = (fields: readonly string[]): readonly string[] => [
  ...FIRST.filter((field) => fields.includes(field)),
  ...fields.filter((field) => !FIRST.includes(field)).sort(),
];

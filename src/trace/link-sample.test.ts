import { describe, expect, test } from 'vitest';
import {
  falseLinks,
  type LinkedRecord,
  type LinkRow,
  linkedRecordCount,
  linkSample,
  positionsOf,
} from './link-sample.ts';
import { TRACE_MODEL } from './trace-model.ts';

const row = (over: Partial<LinkRow>): LinkRow => ({
  record_no: 0,
  customer: 'c-1',
  segment: 'GB',
  by_id: false,
  by_email: false,
  by_canonical: false,
  by_phone: false,
  by_phone_tail: false,
  by_name_address: false,
  by_name_postcode: false,
  by_digest: false,
  by_vague: false,
  valid_from: null,
  valid_to: null,
  email_held: null,
  phone_held: null,
  name_held: null,
  address_held: null,
  ...over,
});

const weightOf = (...rows: readonly LinkRow[]): number | undefined => linkSample(rows)[0]?.weight;

describe('how sure a link is', () => {
  test('keys that agree add up: the chance that all of them mislead', () => {
    expect(weightOf(row({ by_email: true }))).toBeCloseTo(0.98, 9);
    expect(weightOf(row({ by_email: true, by_phone: true }))).toBeCloseTo(1 - 0.02 * 0.1, 9);
    expect(weightOf(row({ by_email: true, by_canonical: true }))).toBeCloseTo(0.98, 9);
    expect(weightOf(row({ by_phone: true, by_phone_tail: true }))).toBeCloseTo(0.9, 9);
  });

  test('two customers with the same key share the record; that it is of one of them counts once', () => {
    const twins = linkSample(['c-1', 'c-2'].map((customer) => row({ customer, by_phone: true })));
    // Odds of 9 and 9 against 1 that it is neither.
    for (const { weight } of twins) expect(weight).toBeCloseTo(9 / 19, 9);
    expect(twins).toHaveLength(2);
    expect(linkedRecordCount(twins)).toBe(1);
  });

  test('a masked value speaks for all whom it fits alike, and is never sure of any', () => {
    const fitting = (count: number) =>
      linkSample(Array.from({ length: count }, (_, i) => row({ customer: `c-${i}`, by_vague: true })));
    for (const count of [1, 4, 50]) {
      const weights = fitting(count).map(({ weight }) => weight);
      expect(weights).toHaveLength(count);
      for (const weight of weights) expect(weight).toBeCloseTo(2 / 3 / count, 9);
    }
    const known = linkSample([row({ by_vague: true }), row({ customer: 'c-2', by_vague: true, by_email: true })]);
    expect(known[0]).toMatchObject({ customer: 'c-2' });
    expect(known[0]?.weight).toBeGreaterThan(0.95);
  });

  test('a key that links as many made-up people as customers is worth nothing; one that links none keeps its weight', () => {
    const rows = Array.from({ length: 95 }, (_, i) =>
      row({ record_no: i, customer: `c-${i}`, by_name_postcode: true }),
    );
    const worth = (hits: number): number =>
      linkSample(rows, falseLinks(rows, [{ link_key: 'name-postcode', records: 400n, hits, scale: 2 }]))[0]?.weight ??
      0;
    expect(worth(0)).toBeCloseTo(0.7, 9);
    expect(worth(30)).toBeCloseTo(0.4, 9);
    expect(worth(50)).toBeCloseTo(0.01, 9);
  });

  test('of a household with one telephone number, the one whose name agrees too has it', () => {
    const household = [row({ by_phone: true, by_name_address: true }), row({ customer: 'c-2', by_phone: true })];
    expect(linkSample(household).map(({ customer }) => customer)).toEqual(['c-1', 'c-2']);
    // Odds of 99 and 9 against 1 that it is neither.
    expect(weightOf(...household)).toBeCloseTo(99 / 109, 9);
  });

  test('an id alone that agrees with no e-mail the customer ever had is a row number', () => {
    expect(weightOf(row({ by_id: true, email_held: false }))).toBeCloseTo(0.3, 9);
    const versions = [
      row({ by_id: true, email_held: false }),
      row({ by_id: true, email_held: true, valid_from: '2026-01-01T00:00:00.000Z' }),
    ];
    expect(weightOf(...versions)).toBeCloseTo(0.99, 9);
  });
});

describe('when the leaked values were current', () => {
  const FEBRUARY = '2026-02-01T00:00:00.000Z';
  test('a value held by one version and not by another dates the copy', () => {
    const linked = linkSample([
      row({ by_email: true, address_held: false, email_held: true, valid_from: FEBRUARY }),
      row({ by_email: true, address_held: true, email_held: true, valid_to: FEBRUARY }),
    ]);
    expect(linked[0]?.spans).toEqual([
      { fromMs: -Infinity, stale: 0 },
      { fromMs: Date.parse(FEBRUARY), stale: 1 },
    ]);
  });

  test('a value that no version held tells nothing: it is noise', () => {
    const linked = linkSample([
      row({ by_email: true, address_held: false }),
      row({ by_email: true, address_held: false, valid_from: FEBRUARY }),
    ]);
    expect(linked[0]?.spans).toEqual([{ fromMs: -Infinity, stale: 0 }]);
  });
});

describe('positionsOf', () => {
  const linked = (customer: string, recordNo: number, weight = 0.98): LinkedRecord => ({
    recordNo,
    customer,
    segment: 'GB',
    weight,
    spans: [],
  });

  test('a customer counts once, with his strongest record, whatever the order of the list', () => {
    const list = [linked('c-2', 0), linked('c-1', 1, 0.7), linked('c-1', 2, 0.9)];
    expect(positionsOf(list)).toMatchObject([
      { customer: 'c-1', weight: 0.9, recordNos: [1, 2] },
      { customer: 'c-2', weight: 0.98, recordNos: [0] },
    ]);
    expect(positionsOf([...list].reverse())).toMatchObject([{ customer: 'c-1', weight: 0.9 }, { customer: 'c-2' }]);
  });

  test('of a very long list an even selection is asked for', () => {
    const many = Array.from({ length: 3 * TRACE_MODEL.positionsMax }, (_, i) => linked(`c-${100_000 + i}`, i));
    const positions = positionsOf(many);
    expect(positions).toHaveLength(TRACE_MODEL.positionsMax);
    expect(positions.slice(0, 3).map(({ customer }) => customer)).toEqual(['c-100000', 'c-100003', 'c-100006']);
  });
});

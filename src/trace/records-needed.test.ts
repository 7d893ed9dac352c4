import { expect, test } from 'vitest';
import { gainPerRecord, moreRecordsNeeded } from './records-needed.ts';

const LOG_NEEDED = Math.log(1_000 / 0.001);
const rates = (rate: number): readonly number[] => Array(10).fill(rate) as readonly number[];

test('a rarely opened customer tells more than a popular one', () => {
  expect(gainPerRecord(rates(0.02))).toBeGreaterThan(gainPerRecord(rates(0.2)));
  expect(gainPerRecord(rates(0.2))).toBeGreaterThan(gainPerRecord(rates(2)));
});

// Tracing brief 3.6: 0.7 to 1.2 nats a record at 30 % from elsewhere and p of 0.02 to 0.05, so 12 to 20 records for 1,000 actors.
test('a thousand actors need twelve to twenty records of ordinary rarity', () => {
  const all = moreRecordsNeeded(LOG_NEEDED, 0, rates(0.035), 0) ?? 0;
  expect(all).toBeGreaterThanOrEqual(10);
  expect(all).toBeLessThanOrEqual(20);
  expect(moreRecordsNeeded(LOG_NEEDED, 4, rates(0.035), 0)).toBe(all - 4);
});

test('no number of customers whom everybody opens would do', () => {
  expect(moreRecordsNeeded(LOG_NEEDED, 10, rates(5), 0)).toBeNull();
  expect(moreRecordsNeeded(LOG_NEEDED, 10, [], 0)).toBeNull();
});

test('a long list that still shows little is carried on at the rate it showed, or not at all', () => {
  expect(moreRecordsNeeded(LOG_NEEDED, 100, rates(0.02), 6)).toBe(Math.ceil((LOG_NEEDED - 6) / 0.06));
  expect(moreRecordsNeeded(LOG_NEEDED, 100, rates(0.02), 0.5)).toBeNull();
});

test('where the evidence is enough and the list too mixed, more of the same is no help', () => {
  expect(moreRecordsNeeded(LOG_NEEDED, 300, rates(0.1), LOG_NEEDED + 5)).toBeNull();
});

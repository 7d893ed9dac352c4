import { expect, test } from 'vitest';
import { dayLog } from './day-log.ts';

test('events come out by time, and those of one millisecond in the order they went in', () => {
  const log = dayLog();
  log.add(2_000, 1, 0, 11, 0, null);
  log.add(86_399_999, 2, 0, 12, 5, 'order');
  log.add(2_000, 3, 0, 13, 0, null);
  log.add(0, 4, 0, 14, 0, null);
  expect(Array.from({ length: log.sort() }, (_, nth) => log.event(nth).customer)).toEqual([14, 11, 13, 12]);
  expect(log.event(3)).toEqual({ at: 86_399_999, actor: 2, shape: 0, customer: 12, customers: [], reason: 5, kind: 1 });
});

test('a list of customers stays with its event', () => {
  const log = dayLog();
  log.addList(50, 1, 8, [3, 4]);
  log.addList(10, 1, 8, [5]);
  log.sort();
  expect([log.event(0).customers, log.event(1).customers]).toEqual([[5], [3, 4]]);
  expect(log.event(0).customer).toBe(-1);
});

test('a busy day makes room for itself, and the next one starts empty', () => {
  const log = dayLog();
  for (let i = 0; i < 100_000; i += 1) log.add(100_000 - i, 7, 1, i, 0, null);
  expect(log.sort()).toBe(100_000);
  expect(log.event(0).customer).toBe(99_999);
  log.clear();
  expect(log.sort()).toBe(0);
});

import { expect, test } from 'vitest';
import { gatherEvidence, withExactVolumes } from './evidence.ts';
import type { Position } from './link-sample.ts';

const position = (customer: string, segment: string): Position => ({
  customer,
  segment,
  weight: 0.98,
  spans: [],
  recordNos: [0],
});

const EVIDENCE = gatherEvidence({
  positions: [position('c-0', 'GB'), position('c-1', 'FR')],
  controls: [{ customer: 'c-9', segment: 'GB', share: 4 }],
  volumes: [
    { actor: 'a', segment: 'GB', customers: 10n },
    { actor: 'b', segment: 'GB', customers: 30n },
  ],
  segments: [{ segment: 'GB', customers: 100n }],
  probe: [
    { probe_no: 0, actor: 'a', day: 1, views: 2 },
    { probe_no: 0, actor: 'a', day: 5, views: 1 },
    { probe_no: 0, actor: 'b', day: 5, views: 1 },
    { probe_no: 2, actor: 'b', day: 0, views: 1 },
  ],
});

test('of a sample of customers, actors with none in it count as far as others have one: n does not fall', () => {
  const volumes = [
    { actor: 'a', segment: 'GB', customers: 40n },
    { actor: 'b', segment: 'GB', customers: 10n },
    { actor: 'c', segment: 'GB', customers: 10n },
  ];
  const parts = { positions: [], controls: [], segments: [{ segment: 'GB', customers: 100n }], probe: [], volumes };
  expect(gatherEvidence(parts).actorCount).toBe(3);
  expect(gatherEvidence({ ...parts, volumesOf: 10 }).actorCount).toBe(5);
});

test('who saw what, once for each customer, with the days of the leaked ones', () => {
  expect(EVIDENCE.sightings.get('a')).toEqual({
    actor: 'a',
    positions: [0],
    views: [
      [
        { day: 1, count: 2 },
        { day: 5, count: 1 },
      ],
    ],
    controls: [],
  });
  expect(EVIDENCE.sightings.get('b')).toMatchObject({ positions: [0], controls: [0] });
  expect([...EVIDENCE.viewers]).toEqual([2, 0]);
  expect([...EVIDENCE.controlViewers]).toEqual([1]);
});

test('a segment knows its pairs of actor and customer; one without a customer on file still exists', () => {
  expect(EVIDENCE.segments.get('GB')).toEqual({ customers: 100, pairs: 40 });
  expect(EVIDENCE.segments.get('FR')).toEqual({ customers: 1, pairs: 0 });
  expect(EVIDENCE.actorCount).toBe(2);
});

test('exact volumes replace the rough ones, of the actors given only, and the first evidence stays as it was', () => {
  const exact = withExactVolumes(EVIDENCE, [
    { actor: 'a', segment: 'GB', day: 1, views: 5, opened: 7 },
    { actor: 'a', segment: 'GB', day: 2, views: 5, opened: 5n },
  ]);
  expect(exact.volumes.get('a')?.get('GB')).toBe(12);
  expect(exact.volumes.get('b')?.get('GB')).toBe(30);
  expect(exact.segments.get('GB')?.pairs).toBe(42);
  expect(EVIDENCE.segments.get('GB')?.pairs).toBe(40);
});

import { expect, test } from 'vitest';
import { NO_PEERS, peerGroups } from './peer-group.ts';

const RULE = { team: { least: 2, days: 7 }, service_roles: ['service'] };
const worker = (actor: string, team: string | null, role: string | null = null) => ({ actor, team, role });

test('a team of its own for who has enough peers; everybody else is compared with the rest', () => {
  const workforce = [
    ...['a', 'b', 'c'].map((actor) => worker(actor, 'support')),
    ...['d', 'e'].map((actor) => worker(actor, 'legal')),
    worker('f', null),
  ];
  const { groupOf, groups } = peerGroups(['a', 'b', 'c', 'd', 'e', 'f', 'stranger'], workforce, RULE);
  expect([...groupOf]).toEqual([1, 1, 1, 0, 0, 0, 0]);
  expect(groups).toBe(2);
});

test('accounts that are no person have no peers and make no team large', () => {
  const workforce = [worker('a', 'ops'), worker('b', 'ops'), worker('bot', 'ops', 'Service')];
  const { groupOf } = peerGroups(['a', 'b', 'bot'], workforce, RULE);
  expect([...groupOf]).toEqual([0, 0, NO_PEERS]);
});

test('only who is in the log counts as a peer', () => {
  const workforce = ['a', 'b', 'c'].map((actor) => worker(actor, 'support'));
  expect([...peerGroups(['a', 'b'], workforce, RULE).groupOf]).toEqual([0, 0]);
});

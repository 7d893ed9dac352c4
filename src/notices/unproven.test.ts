import { expect, it } from 'vitest';
import { factsSchema } from '../model/facts.ts';
import { tellable } from './unproven.ts';

const facts = factsSchema.parse({ intent: 'malicious', policeInformed: true, recovered: true, sold: true, actors: 1 });

it('tells confirmed facts as they are', () => {
  expect(tellable(facts)).toEqual(facts);
});

it('does not tell a yes that is only likely, and leaves to the texts what they can call unproven', () => {
  expect(tellable({ ...facts, likely: ['intent', 'recovered', 'sold', 'actors'] })).toMatchObject({
    intent: 'unknown',
    recovered: null,
    policeInformed: true,
    sold: true,
    actors: 1,
  });
});

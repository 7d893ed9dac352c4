import { readFileSync } from 'node:fs';
import { err, ok, type Result } from '../core/result.ts';
import { type Facts, factsSchema } from '../model/facts.ts';
import { cliFault } from './fault.ts';

/** A facts file as JSON. Error: `CLI_FACTS_UNREADABLE`. */
export function readFacts(path: string): Result<unknown> {
  try {
    return ok(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
    return err(cliFault('CLI_FACTS_UNREADABLE', `reading the facts file: ${path} ${why}`));
  }
}

/** Facts as somebody states them in a file: what contradicts itself is refused. Where no controller is described, a group may name any. */
export const statedFacts = factsSchema.superRefine((facts, context) => {
  for (const [path, message] of contradictionsIn(facts)) context.addIssue({ code: 'custom', path: [...path], message });
});

type Contradiction = readonly [path: readonly (string | number)[], message: string];

function contradictionsIn({ controllers, processors, groups }: Facts): Contradiction[] {
  const found: Contradiction[] = [];
  const ids = new Set<string>();
  for (const [kind, all] of [
    ['controllers', controllers],
    ['processors', processors],
  ] as const) {
    all.forEach(({ id }, index) => {
      const key = `${kind} ${id}`;
      if (ids.has(key)) found.push([[kind, index, 'id'], 'expected an id of its own, got one that another has']);
      ids.add(key);
    });
  }
  groups.forEach(({ controller, processor }, index) => {
    const isStrange = controllers.length > 0 && !ids.has(`controllers ${controller}`);
    if (isStrange) found.push([['groups', index, 'controller'], 'expected the id of one of the controllers']);
    if (processor !== undefined && processors.length > 0 && !ids.has(`processors ${processor}`)) {
      found.push([['groups', index, 'processor'], 'expected the id of one of the processors']);
    }
  });
  return found;
}

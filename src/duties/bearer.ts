import type { AffectedGroup, Facts } from '../model/facts.ts';
import type { FactController } from './fact-view.ts';

/** Whoever may owe something: a controller for its people, a processor for those whose data it handled when it happened. */
export interface Bearer {
  readonly bearer: string;
  readonly role: 'controller' | 'processor';
  readonly controller: FactController | undefined;
  readonly people: readonly AffectedGroup[];
  readonly awareAt: string | null;
}

/** Controllers in order of appearance, then processors. `groups`: those with people in them. */
export function bearersOf(facts: Facts, groups: readonly AffectedGroup[]): readonly Bearer[] {
  const byId = new Map<string, FactController>(facts.controllers.map((controller) => [controller.id, controller]));
  const { awareAt } = facts;
  if (groups.length === 0) {
    // Before anything is known about people, each controller may owe something: the clock runs from awareness, not from the count.
    return facts.controllers.map((controller) => ({
      bearer: controller.id,
      role: 'controller',
      controller,
      people: [{ controller: controller.id, country: null, region: null, fields: [], persons: 0 }],
      awareAt,
    }));
  }
  const ids = [...new Set(groups.map(({ controller }) => controller))];
  const controllers = ids.map(
    (bearer): Bearer => ({
      bearer,
      role: 'controller',
      controller: byId.get(bearer),
      people: groups.filter(({ controller }) => controller === bearer),
      awareAt,
    }),
  );
  const processors = [...new Set(groups.flatMap(({ processor }) => processor ?? []))].map((bearer): Bearer => {
    const processor = facts.processors.find(({ id }) => id === bearer);
    return {
      bearer,
      role: 'processor',
      controller: processor === undefined ? undefined : { ...processor, leadAuthority: null },
      people: groups.filter((group) => group.processor === bearer),
      awareAt: processor?.awareAt ?? awareAt,
    };
  });
  return [...controllers, ...processors];
}

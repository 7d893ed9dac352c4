import type { AffectedGroup, Facts } from '../model/facts.ts';
import type { FactController } from './fact-view.ts';

/** Whoever may owe something: a controller for its people, a processor for those whose data it handled when it happened. */
export interface Bearer {
  readonly bearer: string;
  readonly role: 'controller' | 'processor';
  readonly controller: FactController | undefined;
  readonly people: readonly AffectedGroup[];
  readonly awareAt: string | null;
  /** When the first of its processors was aware, where that was earlier and its own awareness is not given: the strict reading. */
  readonly strictAwareAt: string | null;
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
      awareAt: controller.awareAt ?? awareAt,
      strictAwareAt: null,
    }));
  }
  const own = new Map(facts.controllers.map((controller) => [controller.id, controller.awareAt]));
  const ids = [...new Set(groups.map(({ controller }) => controller))];
  const controllers = ids.map((bearer): Bearer => {
    const people = groups.filter(({ controller }) => controller === bearer);
    const ownAwareAt = own.get(bearer) ?? null;
    return {
      bearer,
      role: 'controller',
      controller: byId.get(bearer),
      people,
      awareAt: ownAwareAt ?? awareAt,
      strictAwareAt: ownAwareAt === null ? processorAwareAt(facts, people) : null,
    };
  });
  const processors = [...new Set(groups.flatMap(({ processor }) => processor ?? []))].map((bearer): Bearer => {
    const processor = facts.processors.find(({ id }) => id === bearer);
    return {
      bearer,
      role: 'processor',
      controller: processor === undefined ? undefined : { ...processor, leadAuthority: null },
      people: groups.filter((group) => group.processor === bearer),
      awareAt: processor?.awareAt ?? awareAt,
      strictAwareAt: null,
    };
  });
  return [...controllers, ...processors];
}

/** The earliest awareness of the processors of these people, when it is before the organisation's or that is not known. */
function processorAwareAt({ awareAt, processors }: Facts, people: readonly AffectedGroup[]): string | null {
  const involved = new Set(people.map(({ processor }) => processor));
  let first: string | null = null;
  for (const { id, awareAt: told } of processors) {
    if (told === null || !involved.has(id)) continue;
    if (Date.parse(told) < Date.parse(first ?? awareAt ?? '9999-12-31')) first = told;
  }
  return first;
}

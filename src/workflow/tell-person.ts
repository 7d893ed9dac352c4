import { z } from 'zod';
import { err, ok, type Result } from '../core/result.ts';
import type { Incident, TakenMessage } from '../ports/telling.ts';
import { appendToCase } from './append-to-case.ts';
import { caseFault } from './case-fault.ts';
import type { Deps } from './deps.ts';
import { type FactBase, factBaseOf } from './fact-base.ts';
import { instantInput } from './instant-input.ts';

const message = z.strictObject({
  person: z.string().min(1).describe('customer id'),
  notice: z.string().min(1),
  channel: z.enum(['email', 'letter']),
  acceptedAt: instantInput.describe('when the other side took it'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('of the message as sent'),
});

export const tellInput = z.strictObject({ case: z.string().min(1), messages: z.array(message).max(10_000) });
export type TellInput = z.infer<typeof tellInput>;

type TellDeps = Pick<Deps, 'cases' | 'clock' | 'ids' | 'operator' | 'telling'>;

/** How many people have been told, and how many of the messages given were first ones. */
export interface ToldBooks {
  readonly incident: string;
  readonly told: number;
  readonly first: number;
  readonly later: number;
}

/**
 * To be called once a message was taken (SMTP 250, the letter handed over), before anything else is done about it. The first message to a
 * person is a leaf of the notices log, later ones are leaves of the main log; so are those to a person who may have been told and erased since. Giving the same message again, after a kill for example, adds
 * nothing. Errors: `CASE_UNKNOWN`, `CASE_CLOSED`, `TELLING_SEALED`, those of the evidence log.
 */
export const tellPersons = {
  name: 'notices.tell',
  permission: 'release',
  input: tellInput,
  async run(input: TellInput, deps: TellDeps): Promise<Result<ToldBooks>> {
    const telling = await begun(input.case, deps);
    if (!telling.ok) return telling;
    const { incident } = telling.value;
    const place: Incident = { case: input.case, incident, at: deps.clock.now(), by: deps.operator };
    const first = new Map<string, TakenMessage>();
    for (const one of input.messages) if (!first.has(one.person)) first.set(one.person, one);
    const told = await deps.telling.tell(place, [...first.values()]);
    if (!told.ok) return told;
    const firstNotice = new Map(
      told.value.flatMap(({ record }) =>
        record.kind === 'told' && record.about !== null ? [[record.about, record.body.notice] as const] : [],
      ),
    );
    const later = input.messages.filter(({ person, notice }) => firstNotice.get(person) !== notice);
    const kept = await deps.telling.tellMore(place, later);
    if (!kept.ok) return kept;
    const count = deps.telling.count(incident);
    if (!count.ok) return count;
    return ok({ incident, told: count.value, first: input.messages.length - later.length, later: later.length });
  },
} as const;

/** The incident of a case, begun when it is not yet; of two processes that begin it at once, one wins. */
async function begun(caseId: string, deps: TellDeps): Promise<Result<NonNullable<FactBase['telling']>>> {
  for (let attempt = 0; ; attempt += 1) {
    const events = deps.cases.events(caseId);
    if (!events.ok) return events;
    const { telling } = factBaseOf(events.value);
    if (telling !== null) return ok(telling);
    const incident = deps.ids.fresh('incident');
    const origin = deps.telling.origin(incident);
    if (!origin.ok) return origin;
    const body = { kind: 'telling-began', incident, origin: origin.value } as const;
    const began = await appendToCase(caseId, body, [], deps);
    if (!began.ok && (began.error.code !== 'CASE_CONFLICT' || attempt > 3)) return began;
  }
}

export const sealTellingInput = z.strictObject({ case: z.string().min(1) });

/**
 * Says for good how many people were told: the notices log's size and root become a leaf of the main log. Errors: `CASE_NO_TELLING`,
 * `CASE_TELLING_ENDED`, `CASE_CONFLICT`, those of the evidence log.
 */
export const sealTelling = {
  name: 'notices.seal',
  permission: 'release',
  input: sealTellingInput,
  async run(
    input: z.infer<typeof sealTellingInput>,
    deps: Pick<Deps, 'cases' | 'clock' | 'operator' | 'telling'>,
  ): Promise<Result<{ readonly incident: string; readonly told: number; readonly rootHash: string }>> {
    const events = deps.cases.events(input.case);
    if (!events.ok) return events;
    const { telling } = factBaseOf(events.value);
    if (telling === null) return err(caseFault('CASE_NO_TELLING', `sealing ${input.case}: nobody was told yet`));
    if (telling.sealed) return err(caseFault('CASE_TELLING_ENDED', `sealing ${input.case}: it is sealed already`));
    const place = { case: input.case, incident: telling.incident, at: deps.clock.now(), by: deps.operator };
    const sealed = await deps.telling.seal(place, events.value.length);
    if (!sealed.ok) return sealed;
    return ok({ incident: telling.incident, told: sealed.value.treeSize, rootHash: sealed.value.rootHash });
  },
} as const;

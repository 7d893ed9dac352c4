import { z } from 'zod';
import { formatOpening } from '../core/opening.ts';
import { err, ok, type Result } from '../core/result.ts';
import { caseFault } from './case-fault.ts';
import type { Deps } from './deps.ts';
import { factBaseOf } from './fact-base.ts';
import { keepRead, type ReadDeps } from './keep-read.ts';
import { type MadeReceipt, makeReceipt } from './make-receipt.ts';

export const issueReceiptInput = z.strictObject({ case: z.string().min(1), subject: z.string().min(1) });

/** What a person who was told can be given; with it anybody can check that, and what, the person was told. */
export interface PersonReceipt extends MadeReceipt {
  readonly incident: string;
  readonly origin: string;
  /** Nonce and record, as `candour verify --opening` takes them. Personal data. */
  readonly opening: string;
}

/**
 * The receipt of the first message to a person: the leaf's proof in the notices log of the incident, and what opens it. It says whether witnesses
 * have cosigned yet; while they have not, it is to be made again later. Errors: `CASE_NO_TELLING`, `CASE_UNKNOWN`, those of the evidence log.
 */
export const issueReceipt = {
  name: 'notices.receipt',
  permission: 'read',
  input: issueReceiptInput,
  async run(
    input: z.infer<typeof issueReceiptInput>,
    deps: ReadDeps & Pick<Deps, 'cases' | 'noticesLog' | 'telling'>,
  ): Promise<Result<PersonReceipt>> {
    const events = deps.cases.events(input.case);
    if (!events.ok) return events;
    const { telling } = factBaseOf(events.value);
    const told = telling === null ? ok(null) : deps.telling.told(input.case, telling.incident, input.subject);
    if (!told.ok) return told;
    if (telling === null || told.value === null)
      return err(caseFault('CASE_NO_TELLING', `making a receipt in ${input.case}: that person was not told`));
    const read = { what: 'receipt', id: telling.incident, case: input.case, about: input.subject } as const;
    const kept = await keepRead(read, deps);
    if (!kept.ok) return kept;
    const receipt = await makeReceipt(deps.noticesLog(telling.incident), told.value.leaf);
    if (!receipt.ok) return receipt;
    const opened = deps.telling.opening(told.value);
    if (!opened.ok) return opened;
    const opening = formatOpening(opened.value);
    return ok({ ...receipt.value, incident: telling.incident, origin: telling.origin, opening });
  },
} as const;

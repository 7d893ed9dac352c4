import type { Controller } from '../model/company.ts';
import type { Representation } from '../model/duty.ts';
import type { ReaderLaw } from '../model/notice.ts';

type Representative = NonNullable<Controller['representatives']>[number];

/** Who represents the controller towards the reader. */
export type Represented =
  | { readonly state: 'named'; readonly by: Representative }
  /** A law asks for one, or may (`open`), and none is named where it wants one. */
  | { readonly state: 'missing' | 'open'; readonly asked: Representation }
  | { readonly state: 'none' };

const NOBODY: Represented = { state: 'none' };

/** The first representative named under a law of the reader; else the first law that asks for one; else the first that may. */
export function representedBy({ representatives }: ReaderLaw, controller: Controller): Represented {
  for (const { named } of representatives) {
    const by = controller.representatives?.find(({ country }) => country === named?.country);
    if (by !== undefined) return { state: 'named', by };
  }
  const unnamed = representatives.filter(({ named }) => named === null);
  const asked = unnamed.find(({ verdict }) => verdict === 'required');
  if (asked !== undefined) return { state: 'missing', asked };
  const open = unnamed.find(({ verdict }) => verdict === 'depends');
  return open === undefined ? NOBODY : { state: 'open', asked: open };
}

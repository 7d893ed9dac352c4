import type { FilingChange, FilledFiling, FilledItem } from './fill-filing.ts';

/** What a follow-up changes: the items of both, in the order of the form, whose answers differ. */
export function filingChanges(before: FilledFiling, now: FilledFiling): readonly FilingChange[] {
  const old = new Map(itemsOf(before).map(({ id, value }) => [id, value]));
  return itemsOf(now).flatMap(({ id, label, value }) => {
    const from = old.get(id) ?? null;
    return from === value ? [] : [{ id, label, from, to: value }];
  });
}

const itemsOf = ({ sections }: FilledFiling): readonly FilledItem[] => sections.flatMap(({ items }) => items);

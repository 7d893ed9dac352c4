import { z } from 'zod';
import { ok, type Result } from '../core/result.ts';
import { PEOPLE_KINDS } from '../packs/people-kind.ts';
import type { Intake } from '../ports/intake.ts';
import type { PeopleBooks, PeopleWriter } from '../ports/people-writer.ts';
import type { Progress } from '../ports/shell.ts';

export const peopleInput = z.strictObject({ kind: z.enum(PEOPLE_KINDS), paths: z.array(z.string()).min(1) });

export interface PeopleDeps {
  readonly intake: Intake;
  readonly progress: Progress;
  openPeopleWriter(): Promise<PeopleWriter>;
}

/** Takes people files of one kind, each whole or not at all, and adds up their books. */
export async function takePeople(input: z.infer<typeof peopleInput>, deps: PeopleDeps): Promise<Result<PeopleBooks>> {
  const streams = await deps.intake.open(input.paths);
  if (!streams.ok) return streams;
  const writer = await deps.openPeopleWriter();
  const step = deps.progress.step(`people ${input.kind}`, streams.value.length, 'files');
  const taken: PeopleBooks[] = [];
  try {
    for (const stream of streams.value) {
      const books = await writer.take(input.kind, stream);
      if (!books.ok) return books;
      taken.push(books.value);
      step.at(taken.length);
    }
  } finally {
    step.end();
    await writer.close();
  }
  const reasons = new Map<string, number>();
  for (const books of taken)
    for (const { code, count } of books.reasons) reasons.set(code, (reasons.get(code) ?? 0) + count);
  const sum = (of: (books: PeopleBooks) => number): number => taken.reduce((total, books) => total + of(books), 0);
  return ok({
    kind: input.kind,
    rows: {
      read: sum((b) => b.rows.read),
      accepted: sum((b) => b.rows.accepted),
      duplicate: sum((b) => b.rows.duplicate),
      quarantined: sum((b) => b.rows.quarantined),
    },
    reasons: [...reasons].map(([code, count]) => ({ code, count })),
  });
}

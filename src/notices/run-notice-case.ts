import { ok, type Result } from '../core/result.ts';
import type { Representation } from '../model/duty.ts';
import type { ContentRule } from '../model/notice.ts';
import type { NoticeCase } from '../packs/notice-case.ts';
import type { NoticePack } from '../packs/notice-pack.ts';
import { type Notice, noticeWriter } from './write-notice.ts';

/** A case of a notice pack that did not come out as expected. */
export interface NoticeCaseFailure {
  readonly expected: string;
  readonly found: string;
}

/** Writes the notice of one case with the reference `n-case`; errors as `noticeWriter`. */
export function writeNoticeOfCase(pack: NoticePack, noticeCase: NoticeCase): Result<Notice> {
  const { facts, untouched, authorities, controller, person, expect } = noticeCase;
  const regime = pack.plan.variants.find((variant) => variant.id === expect.variant)?.regime ?? 'general';
  const forbids = noticeCase.forbidden.map(ruleOf);
  // What the form's own law asks for decides no block: the form carries it anyway.
  const owed = noticeCase.owed.map((key) => ({ ...ruleOf({ law: regime, key }), binds: false }));
  const mandates = [...noticeCase.mandated.map(ruleOf), ...owed];
  const representatives = representationsOf(noticeCase, regime);
  const readerLaw = () => ({ forbids, mandates, representatives, contacts: noticeCase.contacts });
  const write = noticeWriter(pack, { facts, untouched, authorities, readerLaw });
  return write(controller, { ...person, reference: 'n-case' });
}

const ruleOf = (asked: NoticeCase['mandated'][number]): ContentRule => ({
  ...(typeof asked === 'string' ? { key: asked, law: 'as-the-case-says' } : asked),
  citation: 'none',
  binds: true,
});

function representationsOf({ representative, controller }: NoticeCase, regime: string): readonly Representation[] {
  if (representative === undefined) return [];
  const { verdict, countries } = representative;
  const named = controller.representatives?.find(({ country }) => countries.includes(country));
  const said = { says: 'as the case says', because: [], missing: [], citations: [] };
  return [{ ...said, bearer: controller.id, regime, verdict, named: named ?? null }];
}

/** Runs one case; an empty list means that it holds. */
export function runNoticeCase(pack: NoticePack, noticeCase: NoticeCase): Result<readonly NoticeCaseFailure[]> {
  const written = writeNoticeOfCase(pack, noticeCase);
  if (!written.ok) return written;
  const notice = written.value;
  const { expect } = noticeCase;
  const failures: NoticeCaseFailure[] = [];
  const same = (what: string, expected: string, found: string) => {
    if (expected !== found) failures.push({ expected: `${what} ${expected}`, found });
  };
  same('variant', expect.variant, notice.variant);
  same('language', expect.language, notice.language.given);
  same(
    'faults',
    expect.faults.toSorted().join(' '),
    [...new Set(notice.faults.map((f) => f.code))].toSorted().join(' '),
  );
  for (const block of expect.blocks) {
    if (!notice.blocks.includes(block)) failures.push({ expected: `block ${block}`, found: 'it is absent' });
  }
  for (const block of expect.absent) {
    if (notice.blocks.includes(block)) failures.push({ expected: `no block ${block}`, found: 'it appears' });
  }
  for (const words of expect.says) {
    if (!notice.text.includes(words)) failures.push({ expected: `the text says "${words}"`, found: 'it does not' });
  }
  for (const words of expect.never) {
    if (notice.text.includes(words)) failures.push({ expected: `the text does not say "${words}"`, found: 'it does' });
  }
  return ok(failures);
}

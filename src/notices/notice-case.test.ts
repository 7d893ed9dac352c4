import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadNoticeCases } from '../packs/notice-case.ts';
import { loadNoticePack } from '../packs/notice-pack.ts';
import { runNoticeCase, writeNoticeOfCase } from './run-notice-case.ts';

const packs = join(import.meta.dirname, '../../packs');
const pack = loadNoticePack(packs, 'person-email');
const cases = loadNoticeCases(packs, 'person-email');
if (!pack.ok || !cases.ok) throw new Error('the shipped notice pack does not load');

describe('the cases of person-email', () => {
  it.each(cases.value.map((noticeCase) => [noticeCase.title, noticeCase] as const))('%s', (_, noticeCase) => {
    expect(runNoticeCase(pack.value, noticeCase)).toEqual({ ok: true, value: [] });
  });

  it('show every block of the plan, and every block absent', () => {
    const written = cases.value.map((noticeCase) => writeNoticeOfCase(pack.value, noticeCase));
    const shown = written.map((notice) => new Set(notice.ok ? notice.value.blocks : []));
    const conditional = pack.value.plan.sections
      .flatMap((s) => s.blocks)
      .filter(({ when, withholds }) => when !== 'always' || withholds.length > 0);
    expect(conditional.filter((block) => !shown.some((ids) => ids.has(block.id))).map((block) => block.id)).toEqual([]);
    expect(conditional.filter((block) => shown.every((ids) => ids.has(block.id))).map((block) => block.id)).toEqual([]);
  });
});

describe('goldens', () => {
  const seen = new Set<string>();
  const first = cases.value.filter(({ expect: { variant, language, faults } }) => {
    const key = `${variant}.${language}`;
    if (faults.length > 0 || seen.has(key)) return false;
    seen.add(key);
    return true;
  });

  it('cover every form in every language', () => {
    const all = pack.value.plan.variants.flatMap(({ id }) => pack.value.plan.languages.map((l) => `${id}.${l}`));
    expect([...seen].toSorted()).toEqual(all.toSorted());
  });

  it.each(first.map((c) => [`${c.expect.variant}.${c.expect.language}`, c] as const))(
    '%s',
    async (name, noticeCase) => {
      const notice = writeNoticeOfCase(pack.value, noticeCase);
      if (!notice.ok) throw new Error(notice.error.message);
      const { subject, text } = notice.value;
      await expect(`Subject: ${subject}\n\n${text}`).toMatchFileSnapshot(`golden/${name}.txt`);
    },
  );
});

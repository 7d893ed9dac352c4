import { runRuleCase } from '../detect/rule-case.ts';
import { runLawCases } from '../duties/law-case.ts';
import type { Holidays } from '../model/holidays.ts';
import { runNoticeCase } from '../notices/run-notice-case.ts';
import { lawIds, loadLawPack } from '../packs/law-pack.ts';
import { loadNoticeCases } from '../packs/notice-case.ts';
import { loadNoticePack, noticeIds } from '../packs/notice-pack.ts';
import { loadReferralCases, loadReferralPack } from '../packs/referral-pack.ts';
import { loadRulePack, ruleIds } from '../packs/rule-pack.ts';
import { sourceIds } from '../packs/source-pack.ts';
import { runReferralCases } from '../referral/run-referral-case.ts';
import { checkSourcePack, type FailedCase, type PackCheck, type ReadSample } from './check-source-pack.ts';

/** The document of `candour check packs --json`. */
export interface PacksCheck {
  readonly packs: number;
  readonly cases: number;
  readonly failed: readonly FailedCase[];
}

/** The folders of `packs/referral`. */
const REFERRAL_PACKS = ['standard'] as const;

/** Runs the cases of every pack, or of those named in `only`; an unreadable pack is a failed case of its own. */
export async function checkPacks(
  packsFolder: string,
  only: readonly string[] | null,
  readSample: ReadSample,
  holidays: Holidays,
): Promise<PacksCheck> {
  const wanted = (id: string): boolean => only === null || only.includes(id);
  const checks: PackCheck[] = [];
  for (const id of sourceIds(packsFolder).filter(wanted))
    checks.push(await checkSourcePack(packsFolder, id, readSample));
  for (const id of lawIds(packsFolder).filter(wanted)) checks.push(checkLaw(packsFolder, id, holidays));
  for (const id of ruleIds(packsFolder).filter(wanted)) checks.push(checkRule(packsFolder, id));
  for (const id of noticeIds(packsFolder).filter(wanted)) checks.push(checkNotice(packsFolder, id));
  for (const id of REFERRAL_PACKS.filter(wanted)) checks.push(checkReferral(packsFolder, id));
  return {
    packs: checks.length,
    cases: checks.reduce((sum, check) => sum + check.cases, 0),
    failed: checks.flatMap((check) => check.failed),
  };
}

const unreadable = (pack: string, found: string): PackCheck => ({
  cases: 1,
  failed: [{ pack, case: 'the pack itself', expected: 'a valid pack', found }],
});

function checkLaw(packsFolder: string, id: string, holidays: Holidays): PackCheck {
  const pack = loadLawPack(packsFolder, id);
  return pack.ok
    ? { cases: pack.value.cases.length, failed: runLawCases(pack.value, holidays) }
    : unreadable(id, pack.error.message);
}

function checkRule(packsFolder: string, id: string): PackCheck {
  const pack = loadRulePack(packsFolder, id);
  if (!pack.ok) return unreadable(id, pack.error.message);
  const { rule, cases } = pack.value;
  const failed = cases.flatMap((given) => {
    const { passed, expected, found } = runRuleCase(rule, given);
    return passed ? [] : [{ pack: id, case: given.name, expected, found }];
  });
  return { cases: cases.length, failed };
}

function checkNotice(packsFolder: string, id: string): PackCheck {
  const pack = loadNoticePack(packsFolder, id);
  if (!pack.ok) return unreadable(id, pack.error.message);
  const cases = loadNoticeCases(packsFolder, id);
  if (!cases.ok) return unreadable(id, cases.error.message);
  const failed = cases.value.flatMap((noticeCase) => {
    const run = runNoticeCase(pack.value, noticeCase);
    return run.ok
      ? run.value.map((failure) => ({ pack: id, case: noticeCase.file, ...failure }))
      : [{ pack: id, case: noticeCase.file, expected: 'a notice', found: run.error.message }];
  });
  return { cases: cases.value.length, failed };
}

function checkReferral(packsFolder: string, id: string): PackCheck {
  const pack = loadReferralPack(packsFolder, id);
  if (!pack.ok) return unreadable(id, pack.error.message);
  const given = loadReferralCases(packsFolder, id);
  if (!given.ok) return unreadable(id, given.error.message);
  const failed = runReferralCases(pack.value, given.value);
  return {
    cases: pack.value.texts.length + given.value.cases.length,
    failed: failed.map((failure) => ({ pack: id, ...failure })),
  };
}

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApp } from '../../src/app.ts';
import type { Progress } from '../../src/ports/shell.ts';
import { type ReferralMade, referCase, referralInput } from '../../src/workflow/refer-case.ts';
import { hasOpenssl, timeAuthority } from '../evidence/time-authority.ts';
import { mustBe } from '../referral/invented-bag.ts';
import { referralCase } from '../referral/referral-world.ts';
import { browserPath, openBrowser } from './browser.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'candour-bag-page-'));
const silent: Progress = { step: () => ({ at: () => {}, end: () => {} }) };
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(browserPath === null)('the page inside of a bag (skipped where there is no Chromium)', () => {
  let browser: Browser;
  let made: ReferralMade;
  let vkey = '';
  const inBag = (path: string): string => join(made.bag.slice(0, -4), path);

  beforeAll(async () => {
    const data = join(folder, 'data');
    const app = openApp(data, { progress: silent });
    const caseId = await referralCase(app, folder);
    const authority = hasOpenssl ? await timeAuthority(folder) : null;
    if (authority !== null)
      writeFileSync(
        join(data, 'evidence.yml'),
        `timestamps:\n  url: ${authority.url}\n  roots: ${authority.rootsPath}\n`,
      );
    const input = referralInput.parse({ case: caseId, out: join(folder, 'out'), unpacked: true, approvedBy: 'grace' });
    made = mustBe(await referCase.run(input, await app.deps()));
    vkey = readFileSync(join(data, 'log', 'vkey'), 'utf8').trim();
    await authority?.close();
    await app.close();
    browser = await openBrowser();
  }, 60_000);
  afterAll(() => browser.close());

  async function opened(): Promise<Page> {
    const context = await browser.newContext({ offline: true });
    const tab = await context.newPage();
    const asked: string[] = [];
    tab.on('request', (request) => asked.push(request.url()));
    tab.on('pageerror', (error) => {
      throw error;
    });
    const url = pathToFileURL(inBag('verify/verify.html')).href;
    await tab.goto(url);
    expect(asked).toEqual([url]);
    return tab;
  }

  const text = async (tab: Page): Promise<string> => (await tab.locator('#verdict').textContent()) ?? '';

  test('checks the ZIP, says which keys are to be compared, and is content once they are', async () => {
    const tab = await opened();
    expect(await tab.locator('#custody-part').isVisible()).toBe(false);
    await tab.setInputFiles('#files', [made.bag]);
    await tab.locator('#verdict h2', { hasText: 'Nothing in the bag is changed; compare its keys' }).waitFor();
    expect(await text(tab)).toContain(`2 exhibits with 4 original records`);
    expect(await text(tab)).toMatch(/each with its proof: \d+ entries and 4 single records/);
    expect(await text(tab)).toContain(made.custodyKeyId);
    if (hasOpenssl) expect(await text(tab)).toContain('log/checkpoint existed at 20');
    await tab.fill('#key', vkey);
    await tab.fill('#custody', made.custodyKeyId);
    await tab.locator('#verdict[data-state=holds] h2', { hasText: 'The bag is as it was sealed' }).waitFor();
    await tab.fill('#custody', 'ab'.repeat(32));
    await tab.locator('#verdict[data-state=fails]', { hasText: 'BAG_SIGNATURE' }).waitFor();
    await tab.fill('#custody', 'abc');
    await tab.locator('#verdict h2', { hasText: '64 hex digits' }).waitFor();
  });

  test('checks the folder of an unpacked bag', async () => {
    const tab = await opened();
    await tab.setInputFiles('#folder', made.bag.slice(0, -4));
    await tab.locator('#verdict h2', { hasText: 'Nothing in the bag is changed' }).waitFor();
    expect(await tab.locator('#given li').allTextContents()).toEqual([`bag: referral-${made.case}`]);
  });

  test('finds a changed byte of the archive, with its place, and checks a single proof', async () => {
    const tab = await opened();
    const archive = readFileSync(made.bag);
    const bad = join(folder, 'bad.zip');
    for (const needle of ['"event_id":"ev-1"', 'c2sp.org/tlog-proof@v1', 'Payload-Oxum: ']) {
      const changed = Buffer.from(archive);
      const at = changed.indexOf(needle) + needle.length - 1;
      changed[at] = (changed[at] ?? 0) ^ 1;
      writeFileSync(bad, changed);
      await tab.setInputFiles('#files', [bad]);
      // The archive's own check sum differs, and stands before the file's bytes.
      await tab.locator('#verdict[data-state=fails]', { hasText: 'BAG_NOT_A_BAG' }).waitFor();
      expect(await text(tab)).toMatch(/byte \d+/);
    }
    await tab.setInputFiles('#files', [inBag('log/proofs/EX-001.tlog-proof')]);
    await tab.locator('#verdict h2', { hasText: 'nobody is named whose signatures count' }).waitFor();
    await tab.fill('#key', vkey);
    await tab.locator('#verdict[data-state=holds] h2', { hasText: 'The receipt holds' }).waitFor();
    expect(await text(tab)).toContain('of the kind "batch"');
  });

  test('names the file in a folder in which a byte was changed', async () => {
    const tab = await opened();
    const changed = [
      ['data/exhibits/EX-001/records.txt', 'BAG_RECORD'],
      ['data/summary.html', 'BAG_FILE_CHANGED'],
      ['log/proofs/EX-002.tlog-proof', 'BAG_LOG'],
      ['log/openings/EX-002.json', 'BAG_FILE_CHANGED'],
      ['custody/0001-collected.dsse.json', 'BAG_SIGNATURE'],
      ['manifest-sha512.txt', 'BAG_FILE_CHANGED'],
    ] as const;
    for (const [path, code] of changed) {
      const before = readFileSync(inBag(path));
      const at = Math.floor(before.length / 2);
      writeFileSync(inBag(path), Buffer.from(before.with(at, (before[at] ?? 0) ^ 1)));
      await tab.setInputFiles('#folder', made.bag.slice(0, -4));
      await tab.locator('#verdict[data-state=fails]', { hasText: path }).waitFor();
      const said = await text(tab);
      expect(said.includes(code) || said.includes('BAG_FORM'), `${path}: ${said}`).toBe(true);
      writeFileSync(inBag(path), before);
    }
    await tab.setInputFiles('#folder', made.bag.slice(0, -4));
    await tab.locator('#verdict[data-state=open]', { hasText: 'Nothing in the bag is changed' }).waitFor();
  });

  test.each(['light', 'dark'] as const)('axe finds nothing in %s', async (colorScheme) => {
    const tab = await opened();
    await tab.emulateMedia({ colorScheme });
    await tab.setInputFiles('#files', [made.bag]);
    await tab.fill('#key', vkey);
    await tab.fill('#custody', made.custodyKeyId);
    await tab.locator('#verdict[data-state=holds]').waitFor();
    if (process.env['CANDOUR_SHOTS'] !== undefined)
      await tab.screenshot({ path: join(process.env['CANDOUR_SHOTS'], `bag-page-${colorScheme}.png`), fullPage: true });
    // By the debugger: the page's own policy lets no other script in.
    await tab.evaluate(AXE);
    const found = await tab.evaluate(async () => {
      const { axe } = window as unknown as {
        axe: { run(): Promise<{ violations: { id: string }[]; passes: unknown[] }> };
      };
      const { violations, passes } = await axe.run();
      return { violations: violations.map(({ id }) => id), passes: passes.length };
    });
    expect(found.violations).toEqual([]);
    expect(found.passes).toBeGreaterThan(10);
  });
});

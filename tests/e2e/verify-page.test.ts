import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { receiptWorld } from '../../src/testing/receipt-world.ts';
import { buildVerifier } from '../../tools/build-verifier.ts';
import { browserPath, openBrowser } from './browser.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'candour-verifier-'));
const page = join(folder, 'verify.html');
const world = receiptWorld('{"kind":"notice","text":"<b>not markup</b>"}');
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

beforeAll(async () => {
  await buildVerifier(page);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('the page is one file that names nothing outside of itself, and the same sources give the same bytes', async () => {
  const html = readFileSync(page, 'utf8');
  expect(html).not.toMatch(/\b(?:src|href)=/);
  expect(html).toContain("default-src 'none'");
  await buildVerifier(join(folder, 'again.html'));
  expect(readFileSync(join(folder, 'again.html'), 'utf8')).toBe(html);
});

describe.skipIf(browserPath === null)('in a browser (skipped where there is no Chromium)', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser.close();
  });

  async function opened(): Promise<Page> {
    const context = await browser.newContext({ offline: true });
    const tab = await context.newPage();
    const asked: string[] = [];
    tab.on('request', (request) => asked.push(request.url()));
    tab.on('pageerror', (error) => {
      throw error;
    });
    await tab.goto(pathToFileURL(page).href);
    expect(asked).toEqual([pathToFileURL(page).href]);
    return tab;
  }

  const headline = (tab: Page): Promise<string | null> => tab.locator('#verdict h2').textContent();

  test('a receipt, its record and the policy give the verdict and the record, as text', async () => {
    const tab = await opened();
    expect(await headline(tab)).toBe('Nothing to check yet');
    const proof = file('notice.tlog-proof', world.cosignedProof);
    await tab.setInputFiles('#files', [
      proof,
      file('notice.json', world.opening),
      file('witness.policy', world.policy),
    ]);
    await tab.locator('#verdict[data-state=holds]').waitFor();
    expect(await headline(tab)).toBe('The receipt holds');
    expect(await tab.locator('#verdict pre').textContent()).toContain('<b>not markup</b>');
    expect(await tab.locator('#verdict b').count()).toBe(0);
    expect(await tab.locator('#verdict').textContent()).toContain(
      'Cosigned by witness.example.com/w at 2026-11-25T21:00:00.000Z',
    );
    if (process.env['CANDOUR_SHOTS'] !== undefined)
      await tab.screenshot({ path: join(process.env['CANDOUR_SHOTS'], 'verify.png'), fullPage: true });
  });

  test('without witnesses it says "not cosigned yet"; with the key alone, that nobody was asked', async () => {
    const tab = await opened();
    await tab.setInputFiles('#files', [file('bare.tlog-proof', world.proof)]);
    // The page reads the file when the browser hands it over.
    await tab.locator('#verdict h2', { hasText: 'nobody is named whose signatures count' }).waitFor();
    await tab.fill('#key', world.policy);
    await tab.locator('#verdict h2', { hasText: 'In the log, but not cosigned yet' }).waitFor();
    await tab.fill('#key', `  ${world.vkey}\n`);
    await tab.locator('#verdict h2', { hasText: 'The receipt holds' }).waitFor();
    await tab.locator('#verdict', { hasText: 'No witness was asked for' }).waitFor();
  });

  test('a changed record, a changed proof and another log are told apart', async () => {
    const tab = await opened();
    await tab.fill('#key', world.policy);
    const changed = world.opening.replace('not markup', 'was markup');
    await tab.setInputFiles('#files', [file('a.tlog-proof', world.cosignedProof), file('a.json', changed)]);
    await tab.locator('#verdict[data-state=fails]', { hasText: 'RECEIPT_OPENING_WRONG' }).waitFor();
    await tab.setInputFiles('#files', [file('a.tlog-proof', world.cosignedProof.replace('\n2\n', '\n3\n'))]);
    await tab.getByText('NOTE_FORGED').waitFor();
    await tab.setInputFiles('#files', [file('a.tlog-proof', receiptWorld().cosignedProof)]);
    await tab.getByText('NOTE_UNVERIFIED').waitFor();
    await tab.locator('#verdict h2', { hasText: 'This receipt proves nothing' }).waitFor();
    await tab.setInputFiles('#files', [file('holiday.txt', 'x')]);
    await tab.locator('#given', { hasText: 'not known: holiday.txt' }).waitFor();
  });

  test('may connect to nothing', async () => {
    const tab = await opened();
    const outcome = await tab.evaluate(() => fetch('https://example.com/').then(String, String));
    expect(outcome).toContain('Failed to fetch');
  });

  test.each(['light', 'dark'] as const)('axe finds nothing in %s', async (colorScheme) => {
    const tab = await opened();
    await tab.emulateMedia({ colorScheme });
    await tab.setInputFiles('#files', [
      file('notice.tlog-proof', world.cosignedProof),
      file('notice.json', world.opening),
      file('witness.policy', world.policy),
    ]);
    await tab.locator('#verdict[data-state=holds]').waitFor();
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

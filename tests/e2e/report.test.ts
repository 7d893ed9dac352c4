import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, openApp } from '../../src/app.ts';
import { DEMO_CULPRITS } from '../../src/testing/company/demo-story.ts';
import { type DemoOutcome, runDemo } from '../../src/workflow/run-demo.ts';
import { browserPath, openBrowser } from './browser.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'candour-e2e-'));
const data = join(folder, 'data');
const reportPath = join(folder, 'report.html');

let app: App;
let outcome: DemoOutcome;
let server: Awaited<ReturnType<App['serve']>>;
let origin: string;

beforeAll(async () => {
  app = openApp(data, { progress: { step: () => ({ at: () => {}, end: () => {} }) } });
  const done = await runDemo({
    deps: await app.deps(),
    leakPath: join(data, 'simulation', 'leak.csv'),
    simulate: () => app.simulate({ seed: 7, size: 'small', culprits: DEMO_CULPRITS }, null),
    say: () => {},
  });
  if (!done.ok) throw new Error(done.error.message);
  outcome = done.value;
  const written = await app.writeReport(outcome.case, reportPath);
  if (!written.ok) throw new Error(written.error.message);
  server = await app.serve(0);
  origin = `http://localhost:${server.port}`;
});

afterAll(async () => {
  await server.close();
  await app.close();
  rmSync(folder, { recursive: true });
});

describe('the demo', () => {
  test('finds who, one or several, when, whose, which fields and how many are no customers, as the truth has it', () => {
    expect(outcome.comparisons.map(({ verdict }) => verdict)).toEqual([
      'same',
      'same',
      'holds',
      'holds',
      'same',
      'same',
    ]);
    expect(outcome.comparisons[1]).toMatchObject({ question: 'one employee or several', found: '2 persons' });
  });

  test('its report tells nothing of any customer', () => {
    const report = readFileSync(reportPath, 'utf8');
    const customers = readFileSync(join(data, 'simulation', 'leak.csv'), 'utf8')
      .split('\n')
      .slice(1, 200);
    for (const line of customers) {
      const [name = '', email = ''] = line.replaceAll('"', '').split(',');
      if (email.includes('@')) expect(report).not.toContain(email);
      if (name.includes(' ')) expect(report).not.toContain(name);
    }
  });
});

describe('the local page', () => {
  test('answers no other host’s name', async () => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => {
      const asked = request({ port: server.port, host: '127.0.0.1', path: '/', headers: { host: 'case.example.com' } });
      asked.on('response', (response) => resolve(response.resume().statusCode));
      asked.end();
    });
    expect(status).toBe(421);
  });

  test('knows its cases, and no path outside of them', async () => {
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
    expect((await fetch(`${origin}/case/case-none`)).status).toBe(404);
    expect((await fetch(`${origin}/case/..%2f..%2fetc/notices`)).status).toBe(404);
    expect((await fetch(`${origin}/case/${outcome.case}/notices/..%2findex`)).status).toBe(404);
  });
});

describe.skipIf(browserPath === null)('in a browser (skipped where there is no Chromium)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  async function open(url: string, width: number, colorScheme: 'light' | 'dark'): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.goto(url);
    expect(errors).toEqual([]);
    return page;
  }

  /** Rules that axe finds broken, with the elements; the script is evaluated outside of the page's policy. */
  async function problems(page: Page): Promise<readonly string[]> {
    await page.evaluate(AXE);
    return page.evaluate<string[]>(`axe.run(document, { iframes: false }).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target.join(' ')).slice(0, 3).join(', ')))`);
  }

  // As text: the pages have a DOM, these tests have none.
  const fits = (page: Page): Promise<boolean> =>
    page.evaluate<boolean>('document.documentElement.scrollWidth <= window.innerWidth');

  for (const scheme of ['light', 'dark'] as const) {
    for (const width of [1280, 390]) {
      test(`the report has no fault that axe knows and fits ${width} px, ${scheme}`, async () => {
        const page = await open(`file://${reportPath}`, width, scheme);
        await page.evaluate('for (const part of document.querySelectorAll("details")) part.open = true');
        expect(await problems(page)).toEqual([]);
        expect(await fits(page)).toBe(true);
        await page.close();
      });
    }
  }

  test('the report needs nothing from anywhere', async () => {
    const page = await browser.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`file://${reportPath}`);
    expect(asked).toEqual([`file://${reportPath}`]);
    await page.close();
  });

  test('the countdown runs', async () => {
    const page = await open(`file://${reportPath}`, 1280, 'light');
    const left = await page.locator('time.left').first().textContent();
    expect(left).toMatch(/ (left|ago)$/);
    await page.close();
  });

  test('cases, notices and a notice can be reached and read', async () => {
    const page = await open(origin, 390, 'light');
    expect(await problems(page)).toEqual([]);
    await page.getByRole('link', { name: /^drafted notices of/ }).click();
    expect(await problems(page)).toEqual([]);
    expect(await fits(page)).toBe(true);
    await page.locator('tbody a').first().click();
    expect(await problems(page)).toEqual([]);
    const framed = page.frameLocator('iframe').locator('body');
    const inText = (await page.locator('pre').textContent()) ?? '';
    const [firstLine = ''] = inText.split('\n').filter((line) => line.trim() !== '');
    expect(await framed.textContent()).toContain(firstLine.slice(0, 20));
    await page.close();
  });

  test.each(['light', 'dark'] as const)('a notice can be read in its frame, %s', async (scheme) => {
    const page = await open(`${origin}/case/${outcome.case}/notices`, 1280, scheme);
    await page.locator('tbody a').first().click();
    // Runs in the page, which has what Node's types do not know.
    const styleOf = (element: unknown, property: string): string =>
      (globalThis as unknown as { getComputedStyle(one: unknown): Readonly<Record<string, string>> }).getComputedStyle(
        element,
      )[property] ?? '';
    const grounds = [
      await page.locator('body').evaluate(styleOf, 'backgroundColor'),
      await page.locator('iframe').evaluate(styleOf, 'backgroundColor'),
      await page.frameLocator('iframe').locator('body').evaluate(styleOf, 'backgroundColor'),
    ].filter((text) => text !== 'rgba(0, 0, 0, 0)');
    const ink = await page.frameLocator('iframe').locator('body').evaluate(styleOf, 'color');
    expect(contrast(ink, grounds.at(-1) ?? '')).toBeGreaterThan(7);
    await page.close();
  });
});

/** WCAG 2.2, relative luminance and contrast ratio, of two colours as `rgb(…)`. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string): number => {
    const parts = (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map((part) => {
      const value = Number(part) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    const [red = Number.NaN, green = Number.NaN, blue = Number.NaN] = parts;
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [low = Number.NaN, high = Number.NaN] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

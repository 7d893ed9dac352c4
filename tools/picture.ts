import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApp } from '../src/app.ts';
import { DEMO_CULPRITS } from '../src/testing/company/demo-story.ts';
import { runDemo } from '../src/workflow/run-demo.ts';
import { browserPath, openBrowser } from '../tests/e2e/browser.ts';

/** Takes the README's picture of the report anew, from the demo's case: `node tools/picture.ts`. */
const TARGET = 'docs/images/report.png';

if (browserPath === null) {
  process.stderr.write('no Chromium found; on Debian: apt-get install chromium\n');
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), 'candour-picture-'));
const app = openApp(folder);
try {
  const done = await runDemo({
    deps: await app.deps(),
    leakPath: join(folder, 'simulation', 'leak.csv'),
    simulate: () => app.simulate({ seed: 7, size: 'small', culprits: DEMO_CULPRITS }, null),
    say: (line) => process.stderr.write(`${line}\n`),
  });
  if (!done.ok) throw new Error(done.error.message);
  const report = join(folder, 'report.html');
  await app.writeReport(done.value.case, report);
  const browser = await openBrowser();
  const page = await browser.newPage({ viewport: { width: 1200, height: 1440 }, colorScheme: 'light' });
  await page.goto(`file://${report}`);
  await page.screenshot({ path: TARGET });
  await browser.close();
  process.stdout.write(`${TARGET}, ${Math.round(statSync(TARGET).size / 1024)} kB\n`);
} finally {
  await app.close();
  rmSync(folder, { recursive: true });
}

import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The system's Chromium; null where there is none (Debian: `apt-get install chromium`). */
export const browserPath: string | null =
  [process.env['CANDOUR_CHROMIUM'], ...PLACES].find((path) => path !== undefined && existsSync(path)) ?? null;

/** Chromium's own sandbox wants rights that containers and root do not have; the pages are ours and stay on this machine. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: browserPath ?? '', args: ['--no-sandbox'] });

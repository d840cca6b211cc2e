// Finds a Chromium for the browser tests: the system's, else Playwright's own, else Debian's package; never skips in silence.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { capture, StepError } from './steps.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const elsewhere = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/snap/bin/chromium'];

/** Quiet and without calls home. The sandbox needs rights that root in a container does not have. */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** The path of the system's Chromium, or of UNLOOP_TEST_CHROMIUM; null where there is none. */
export function systemChromium(env = process.env) {
  if (env.UNLOOP_TEST_CHROMIUM) return env.UNLOOP_TEST_CHROMIUM;
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const paths = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [...paths, ...elsewhere].find((path) => existsSync(path)) ?? null;
}

/** The path of Playwright's own Chromium where it is installed, else null. */
async function playwrightChromium() {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return path !== '' && existsSync(path) ? path : null;
}

/** Installs one where none is there. Throws StepError with the remedy. */
export async function ensureChromium() {
  const there = systemChromium() ?? (await playwrightChromium());
  if (there !== null) return there;
  const tried = [];
  const playwright = await capture('npx', ['playwright', 'install', 'chromium']);
  if (playwright.code === 0) return playwrightChromium();
  tried.push(`npx playwright install chromium:\n${playwright.output.trim().split('\n').slice(-5).join('\n')}`);
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    const update = await capture('apt-get', ['update', '-q'], { env });
    const install = await capture('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], { env });
    const path = systemChromium();
    if (install.code === 0 && path !== null) return path;
    tried.push(
      `apt-get install chromium:\n${(update.output + install.output).trim().split('\n').slice(-5).join('\n')}`,
    );
  }
  throw new StepError(
    'The browser tests need Chromium, and there is none. Install it (Debian: apt-get install chromium), or name one in UNLOOP_TEST_CHROMIUM. Tried:',
    tried.join('\n'),
  );
}

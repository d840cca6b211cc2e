/** The browser that journeys run in: the system's Chromium where there is one, else Playwright's own (`npm test` sees to it). */
import { chromiumArgs, systemChromium } from '../../scripts/chromium.mjs';

const system = systemChromium();

export const launchOptions = { ...(system === null ? {} : { executablePath: system }), args: chromiumArgs };

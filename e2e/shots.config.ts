import { defineConfig } from '@playwright/test';
import { launchOptions } from './support/chromium';

/** `npm run shots`: pictures of every page and state into shots/, to be looked at beside the reference screens. */
export default defineConfig({
  testDir: './shots',
  testMatch: '**/*.shots.ts',
  workers: 1,
  timeout: 900_000,
  outputDir: '../test-results',
  use: { browserName: 'chromium', launchOptions },
});

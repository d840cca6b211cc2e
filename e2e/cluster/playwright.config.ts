import { defineConfig } from '@playwright/test';
import { launchOptions } from '../support/chromium';

/** Against a real cluster: everything there takes as long as it takes. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  workers: 1,
  fullyParallel: false,
  retries: 1,
  timeout: 900_000,
  outputDir: '../../test-results',
  use: { browserName: 'chromium', launchOptions },
});

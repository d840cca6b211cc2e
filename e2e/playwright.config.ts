import { defineConfig } from '@playwright/test';
import { launchOptions } from './support/chromium';

export default defineConfig({
  testDir: '.',
  // Those of e2e/cluster need a real cluster and have a configuration of their own.
  testMatch: 'journeys/**/*.spec.ts',
  workers: 1,
  // A busy machine may lose a key press; a test that needs its second try is named.
  retries: 1,
  timeout: 60_000,
  outputDir: '../test-results',
  use: { browserName: 'chromium', launchOptions, permissions: ['clipboard-read', 'clipboard-write'] },
});

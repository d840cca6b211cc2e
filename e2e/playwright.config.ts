import { defineConfig } from '@playwright/test';
import { launchOptions } from './support/chromium';

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  workers: 1,
  timeout: 60_000,
  outputDir: '../test-results',
  use: { browserName: 'chromium', launchOptions, permissions: ['clipboard-read', 'clipboard-write'] },
});

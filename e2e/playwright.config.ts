import { defineConfig } from '@playwright/test';

/** Debian's Chromium, one window at a time: a second one would disturb the first one's clock. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  workers: 1,
  fullyParallel: false,
  timeout: 60_000,
  reporter: [['list'], ['json', { outputFile: '../.cache/e2e/report.json' }]],
  outputDir: '../.cache/e2e/results',
});

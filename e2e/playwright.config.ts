import { defineConfig } from '@playwright/test';
import { CHROMIUM } from './chromium.ts';

/** Debian's Chromium, one window at a time: a second one would disturb the first one's clock. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  workers: 1,
  fullyParallel: false,
  timeout: 60_000,
  forbidOnly: true,
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.FOOTBRIDGE_E2E_REPORT ?? '../.cache/e2e/report.json' }],
  ],
  outputDir: '../.cache/e2e/results',
  use: {
    locale: 'en-US',
    trace: 'retain-on-failure',
    launchOptions: CHROMIUM,
  },
});

import { defineConfig } from '@playwright/test';
import { CHROMIUM } from './chromium.ts';

/** Debian's Chromium; files side by side, as many as the command says (scripts/e2e.mjs). */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  workers: 1,
  fullyParallel: false,
  timeout: 60_000,
  // Two browsers on a busy machine are slow at times; what is never so stays so.
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.FOOTBRIDGE_E2E_REPORT ?? '../.cache/e2e/report.json' }],
  ],
  outputDir: '../.cache/e2e/results',
  use: {
    locale: 'en-US',
    // Costs a third of the time, and fails where a program under test ends by itself.
    trace: process.env.FOOTBRIDGE_E2E_TRACE === undefined ? 'off' : 'retain-on-failure',
    launchOptions: CHROMIUM,
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'core/**/*.test.ts',
      'cli/**/*.test.ts',
      'lab/**/*.test.ts',
      'scripts/**/*.test.ts',
      'bench/**/*.test.ts',
      'electron/**/*.test.ts',
      'packaging/**/*.test.ts',
      'web/**/*.test.ts',
      'renderer/**/*.test.{ts,tsx}',
    ],
    // Only these are read by a test: their contrasts.
    css: { include: [/renderer\/design\//, /messenger-sign/] },
    testTimeout: 10_000,
    pool: 'forks',
    // A fresh process for each of many small files costs more than all tests together.
    isolate: false,
  },
});

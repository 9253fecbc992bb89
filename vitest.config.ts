import { availableParallelism } from 'node:os';
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
    // Not what is tested: a machine may be busy.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    expect: { poll: { timeout: 10_000 } },
    // Programs under test leave the keyring of whoever runs them alone.
    env: { FOOTBRIDGE_KEYRING: 'off' },
    globalSetup: 'core/testing/own-temp-folder.ts',
    // Most of them wait for sockets and programs most of the time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    pool: 'forks',
    // A fresh process for each of many small files costs more than all tests together.
    isolate: false,
  },
});

// Runs before each test file of the proof: counts the cases that fast-check really tried, and leaves them with the test.
import * as fc from 'fast-check';
import { afterEach } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** Cases tried in a test. */
    cases?: number;
  }
}

let cases = 0;
fc.configureGlobal({
  ...fc.readConfigureGlobal(),
  reporter: (details) => {
    cases += details.numRuns;
    if (details.failed) throw new Error(fc.defaultReportMessage(details), { cause: details.errorInstance });
  },
});

afterEach(({ task }) => {
  task.meta.cases = cases;
  cases = 0;
});

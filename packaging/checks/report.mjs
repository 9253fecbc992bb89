/** Collects what was looked at and what is wrong with it; prints each as it comes, and the totals that `npm test` reads. */
export function createReport() {
  const totals = { passed: 0, failed: 0, skipped: 0 };
  const say = (line) => process.stdout.write(`${line}\n`);
  return {
    say,
    /** `problems`: what is wrong, in words; none where all is well. A promise or a function is waited for; a throw is a problem. */
    async expect(what, problems) {
      const found = await Promise.resolve()
        .then(() => (typeof problems === 'function' ? problems() : problems))
        .catch((error) => [error.message]);
      totals[found.length === 0 ? 'passed' : 'failed'] += 1;
      say(`${found.length === 0 ? 'ok' : 'NOT OK'}: ${what}`);
      for (const problem of found) say(`    ${problem}`);
    },
    skip(what, why) {
      totals.skipped += 1;
      say(`skipped: ${what}: ${why}`);
    },
    /** How many were not as they should be, so far. */
    failed: () => totals.failed,
    /** Says the totals and returns the exit code. */
    end() {
      say(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
      return totals.failed === 0 ? 0 : 1;
    },
  };
}

/** A size for people. */
export const kib = (bytes) => `${(bytes / 1024).toFixed(0)} KiB`;

/** The problem that a size above its bound is; and the size said. */
export function bounded(report, name, bytes, most) {
  report.say(`${name}: ${kib(bytes)}, ${kib(most)} at most`);
  return bytes > most ? [`${name} has ${bytes} bytes, more than ${most}`] : [];
}

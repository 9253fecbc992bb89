import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Reporter, startVitest, type TestCase } from 'vitest/node';
import { machineLine, projectRoot, tell } from '../page.ts';
import { type Outcome, outcomeTable, totals } from './report.ts';

const MEGABYTES = 100;
const STREAMS = 200;
/** With the ciphers that are left, the same is asked of less: what stands in for them is slow. */
const FEW = { megabytes: 2, streams: 20 };
const TEST_TIMEOUT_MS = 120_000;
const CONFORMANCE = 'core/transports/conformance.test.ts';
/** The same of what has no server of anybody's, and no transport of its own in links. */
const MTPROTO = 'core/engine/mtproto-conformance.test.ts';
/** Of the conformance suite: what has ciphers of its own, not TLS's. */
const CIPHERED = 'Shadowsocks|SSH';

const { values } = parseArgs({ options: { megabytes: { type: 'string', default: String(MEGABYTES) } } });
const megabytes = Number(values.megabytes);

interface Run {
  readonly outcomes: Outcome[];
  passed: number;
  failed: number;
  skipped: number;
}

function outcomeOf(test: TestCase): readonly Outcome[] {
  const { asked, megabytesPerSecond } = test.meta();
  // Whoever was skipped was not asked.
  if (asked === undefined) return [];
  const [way, what] = asked;
  return [{ way, what, passed: test.ok(), ...(megabytesPerSecond && { megabytesPerSecond }) }];
}

/** Runs files of tests and prints what fails. `size`: what the conformance suite asks for; `ours`: options of vitest. */
async function runTests(
  files: string[],
  size: { readonly megabytes: number; readonly streams: number },
  ours: { readonly execArgv?: string[]; readonly testNamePattern?: string } = {},
): Promise<Run> {
  const run: Run = { outcomes: [], passed: 0, failed: 0, skipped: 0 };
  const fail = (where: string, errors: readonly { readonly message: string }[]): void => {
    run.failed += 1;
    process.stdout.write(`FAIL  ${where}: ${errors.map(({ message }) => message).join('\n')}\n`);
  };
  const reporter: Reporter = {
    onTestCaseResult(test) {
      const { state, errors } = test.result();
      if (state === 'failed') fail(test.fullName, errors);
      else if (state === 'passed') run.passed += 1;
      else if (ours.testNamePattern === undefined) run.skipped += 1;
      run.outcomes.push(...outcomeOf(test));
    },
    onTestModuleEnd(module) {
      if (module.errors().length > 0) fail(module.relativeModuleId, module.errors());
    },
    onTestRunEnd(_modules, errors) {
      if (errors.length > 0) fail('outside of a test', errors);
    },
  };
  process.env.FOOTBRIDGE_TRANSFER_MB = String(size.megabytes);
  process.env.FOOTBRIDGE_TRANSFER_STREAMS = String(size.streams);
  const options = { root: projectRoot(), watch: false, reporters: [reporter], testTimeout: TEST_TIMEOUT_MS };
  // The tests' set-up names a folder of its own there, which is gone after them.
  const { TMPDIR, TEMP, TMP } = process.env;
  const vitest = await startVitest('test', files, { ...options, ...ours });
  await vitest.close();
  for (const [name, value] of Object.entries({ TMPDIR, TEMP, TMP })) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  return run;
}

async function main(): Promise<number> {
  const machine = machineLine();
  const whole = await runTests([CONFORMANCE, MTPROTO], { megabytes, streams: STREAMS });
  const execArgv = ['--require', join(projectRoot(), 'core', 'testing', 'without-ciphers.cjs')];
  const units = await runTests(['core/net/shadowsocks/', 'core/net/ssh/'], FEW, { execArgv });
  const left = await runTests([CONFORMANCE], FEW, { execArgv, testNamePattern: CIPHERED });
  const [passed, failed] = [units.passed + left.passed, units.failed + left.failed];
  const text = `${machine}
${totals(whole.outcomes)} *Bulk*: ${megabytes} MiB there and back at once, checked by SHA-256, in MiB/s each way, client and target in one process;
*streams*: ${STREAMS} at once. A dash: not asked of it.

${outcomeTable(whole.outcomes)}

With the ciphers that Electron has, which is built on BoringSSL, and no others (\`core/testing/without-ciphers.cjs\`): ${passed} tests of
Shadowsocks and SSH passed, ${failed} failed.`;
  const skipped = whole.skipped + units.skipped;
  const isWhole = [whole, units, left].every((run) => run.passed > 0);
  tell('transports', text, { isFull: megabytes >= MEGABYTES && skipped === 0 && isWhole });
  return whole.failed + failed === 0 && isWhole ? 0 : 1;
}

process.exitCode = await main();

import { parseArgs } from 'node:util';
import { type Reporter, startVitest, type TestModule } from 'vitest/node';
import { machineLine, projectRoot, tell } from '../page.ts';
import { type Outcome, outcomeTable, totals } from './report.ts';

const MEGABYTES = 100;
const STREAMS = 200;
const TEST_TIMEOUT_MS = 120_000;

const { values } = parseArgs({ options: { megabytes: { type: 'string', default: String(MEGABYTES) } } });
const megabytes = Number(values.megabytes);

function outcomesOf(module: TestModule): Outcome[] {
  return [...module.children.allTests()].flatMap((test): Outcome[] => {
    const { asked, megabytesPerSecond } = test.meta();
    const { state } = test.result();
    // Whoever was skipped was not asked.
    if (asked === undefined) return [];
    const [way, what] = asked;
    return [{ way, what, passed: state === 'passed', ...(megabytesPerSecond && { megabytesPerSecond }) }];
  });
}

async function main(root: string): Promise<number> {
  const machine = machineLine();
  const outcomes: Outcome[] = [];
  let [failed, skipped] = [0, 0];
  const reporter: Reporter = {
    onTestCaseResult(test) {
      const { state, errors } = test.result();
      if (state === 'skipped') skipped += 1;
      if (state !== 'failed') return;
      failed += 1;
      process.stdout.write(`FAIL  ${test.fullName}: ${errors.map(({ message }) => message).join('\n')}\n`);
    },
    onTestModuleEnd(module) {
      outcomes.push(...outcomesOf(module));
      for (const { message } of module.errors()) process.stdout.write(`FAIL  ${message}\n`);
      failed += module.errors().length;
    },
    onTestRunEnd(_modules, errors) {
      failed += errors.length;
      for (const { message } of errors) process.stdout.write(`FAIL  outside of a test: ${message}\n`);
    },
  };
  process.env.FOOTBRIDGE_TRANSFER_MB = String(megabytes);
  process.env.FOOTBRIDGE_TRANSFER_STREAMS = String(STREAMS);
  const vitest = await startVitest('test', ['core/transports/conformance.test.ts'], {
    root,
    watch: false,
    reporters: [reporter],
    testTimeout: TEST_TIMEOUT_MS,
  });
  await vitest.close();
  const text = `${machine}
${totals(outcomes)} ${skipped} skipped. *Bulk*: ${megabytes} MiB there and back at once, checked by SHA-256, in MiB/s each way, client and target in one
process; *streams*: ${STREAMS} at once. A dash: not asked of it.

${outcomeTable(outcomes)}`;
  tell('transports', text, { isFull: megabytes >= MEGABYTES && skipped === 0 });
  return failed === 0 && outcomes.length > 0 ? 0 : 1;
}

process.exitCode = await main(projectRoot());

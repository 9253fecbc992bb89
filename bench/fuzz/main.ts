import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Reporter, startVitest, type TestModule } from 'vitest/node';
import { machineLine, projectRoot, tell } from '../page.ts';
import { findFuzzTests } from './find.ts';
import { type FileResult, fileLine, fileTable, totalsLine } from './report.ts';

const RUNS = 100_000;
/** A property of so many cases may take minutes; one that hangs still ends. */
const TEST_TIMEOUT_MS = 3_600_000;

const { values } = parseArgs({ options: { runs: { type: 'string', default: String(RUNS) } } });
const runs = Number(values.runs);

function resultOf(module: TestModule): FileResult {
  const tests = [...module.children.allTests()];
  const states = tests.map((test) => test.result().state);
  const count = (state: (typeof states)[number]): number => states.filter((one) => one === state).length;
  const failed = count('failed');
  return {
    file: module.relativeModuleId,
    passed: count('passed'),
    // A file that could not even be loaded fails without a test of its own.
    failed: failed === 0 && module.state() === 'failed' ? 1 : failed,
    skipped: count('skipped'),
    cases: tests.reduce((sum, test) => sum + (test.meta().cases ?? 0), 0),
    seconds: module.diagnostic().duration / 1000,
  };
}

async function main(root: string): Promise<number> {
  const machine = machineLine();
  const results: FileResult[] = [];
  let broken = 0;
  const reporter: Reporter = {
    onTestModuleEnd(module) {
      const result = resultOf(module);
      results.push(result);
      process.stdout.write(`${fileLine(result)}\n`);
      for (const { message } of module.errors()) process.stdout.write(`      ${message}\n`);
      for (const test of module.children.allTests('failed')) {
        const why = test.result().errors?.map(({ message }) => message);
        process.stdout.write(`      ${test.fullName}: ${why?.join('\n')}\n`);
      }
    },
    onTestRunEnd(_modules, errors) {
      broken = errors.length;
      for (const { message } of errors) process.stdout.write(`FAIL  outside of a test: ${message}\n`);
    },
  };
  process.env.FOOTBRIDGE_FUZZ_RUNS = String(runs);
  const files = findFuzzTests(root);
  // Vitest would take none for all.
  if (files.length === 0) throw new Error('no test fuzzes');
  const vitest = await startVitest('test', files, {
    root,
    watch: false,
    reporters: [reporter],
    setupFiles: [join(root, 'bench', 'fuzz', 'count-cases.ts')],
    testTimeout: TEST_TIMEOUT_MS,
  });
  await vitest.close();
  results.sort((a, b) => (a.file < b.file ? -1 : 1));
  tell(
    'fuzz',
    `${machine}
Every unit test that fuzzes, with ${runs.toLocaleString('en')} cases a property. ${totalsLine(results)}.

${fileTable(results)}`,
    { isFull: runs >= RUNS },
  );
  process.stdout.write(`${totalsLine(results)}\n`);
  return broken === 0 && results.every(({ failed }) => failed === 0) ? 0 : 1;
}

process.exitCode = await main(projectRoot());

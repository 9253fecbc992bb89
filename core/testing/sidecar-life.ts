import { once } from 'node:events';
import { createEngineStart } from '../sidecars/child.ts';
import { keepEngine } from '../sidecars/keeper.ts';

// For tests: a process that has an engine kept, `hold PATH ARGUMENTS…`, and the keeper of that engine, `guard`.

const [node = '', program = '', what = '', path = '', ...args] = process.argv;

if (what === 'guard') {
  await keepEngine(process.stdin, (text) => process.stdout.write(text));
  process.exit(0);
}

const say = (text: string) => process.stdout.write(`${text}\n`);
/** What the engine reads. */
const input = `${process.env.FOOTBRIDGE_TEST_INPUT ?? 'a secret'}\n`;
const start = createEngineStart({ command: node, args: [program, 'guard'], env: process.env });
const engine = await start({ path, args, env: {}, input }, (line) => say(`said ${line}`));
say(`engine ${engine.pid}`);
void engine.ended.then(() => say('ended'));
await once(process.stdin, 'data');
await engine.end();
process.exit(0);

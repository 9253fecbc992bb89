// For tests in a network namespace of their own: runs each line of standard input as a shell's script, then prints the facts
// of the network as it is after it.
import { execFileSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { systemNetworkReader } from '../network/reader.ts';
import { runProgram } from '../run.ts';

const { env, platform } = process;
const read = systemNetworkReader({ run: runProgram, env, platform });
for await (const script of createInterface({ input: process.stdin })) {
  execFileSync('sh', ['-ec', script], { stdio: ['ignore', 'ignore', 'inherit'] });
  process.stdout.write(`${JSON.stringify(await read(false))}\n`);
}

import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { CommandError, EXIT } from './exit-codes.ts';

/** Longer input is no link. Characters. */
const MAX_INPUT = 64 * 1024;

/** Asks at the terminal without showing what is typed: links carry passwords. */
function askHidden(question: string): Promise<string> {
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  return new Promise((resolve, reject) => {
    terminal.once('line', (line) => {
      resolve(line);
      terminal.close();
    });
    terminal.once('SIGINT', () => terminal.close());
    terminal.once('close', () => {
      process.stderr.write('\n');
      reject(new CommandError(EXIT.badInput, 'Nothing was added.'));
    });
  });
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > MAX_INPUT) throw new CommandError(EXIT.badInput, 'That is too long to be a link.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Reads a link from a file, a pipe, or the terminal. Throws CommandError(badInput). */
export async function readLink(file: string | undefined): Promise<string> {
  if (file !== undefined) {
    const text = await readFile(file, 'utf8').catch(() => {
      throw new CommandError(EXIT.badInput, `Cannot read the file ${file}`);
    });
    if (text.length > MAX_INPUT) throw new CommandError(EXIT.badInput, 'That is too long to be a link.');
    return text;
  }
  if (process.stdin.isTTY) return askHidden('Paste the link (it is not shown) and press Enter: ');
  return readAll(process.stdin);
}

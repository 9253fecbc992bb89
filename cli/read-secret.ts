import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { CommandError, EXIT } from './exit-codes.ts';
import { createHiddenLine } from './hidden-line.ts';
import { quoted } from './people/clean.ts';

/** Longer input is no link. Bytes. */
const MAX_INPUT = 64 * 1024;

const tooLong = () => new CommandError(EXIT.badInput, 'That is too long to be a link.');
const interrupted = () => new CommandError(EXIT.interrupted, 'Nothing was added.');

/** Never resolves; rejects when the person calls it off. */
function calledOff(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const onAbort = () => reject(interrupted());
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** Asks at the terminal and shows dots for what is typed: links carry passwords. */
async function askHidden(question: string, signal: AbortSignal): Promise<string> {
  const { stdin, stderr } = process;
  const line = createHiddenLine();
  // Before the question: what is typed or pasted at once must not be shown either.
  stdin.setRawMode(true).setEncoding('utf8');
  stderr.write(question);
  const answer = new Promise<string>((resolve, reject) => {
    stdin.once('end', () => reject(interrupted()));
    stdin.on('data', (chunk) => {
      const { echo, outcome } = line.feed(String(chunk));
      stderr.write(echo);
      if (outcome === 'line') resolve(line.text());
      else if (outcome === 'too-long') reject(tooLong());
      else if (outcome !== 'more') reject(interrupted());
    });
  });
  try {
    return await Promise.race([answer, calledOff(signal)]);
  } finally {
    stdin.removeAllListeners('data').setRawMode(false).pause();
    stderr.write('\n');
  }
}

/** Asks at the terminal; anything but a yes is a no. Undefined where there is nobody to ask. Rejects when called off. */
export async function askYes(question: string, signal: AbortSignal): Promise<boolean | undefined> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) return undefined;
  const lines = createInterface({ input: stdin, output: stderr });
  try {
    const answer = once(lines, 'line').then(([line]: unknown[]) => /^\s*y(?:es)?\s*$/i.test(String(line)));
    stderr.write(question);
    return await Promise.race([answer, once(lines, 'close').then(() => false), calledOff(signal)]);
  } finally {
    lines.close();
  }
}

async function readAll(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_INPUT) throw tooLong();
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const FILE_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'no permission',
  EISDIR: 'it is a folder',
};

function fileError(file: string, error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const name = quoted(file) === 'that' ? 'that file' : `the file ${quoted(file)}`;
  return new CommandError(EXIT.badInput, `Cannot read ${name}: ${FILE_ERRORS[code] ?? 'it cannot be read'}.`);
}

/** Reads a link from a file, a pipe, or the terminal. Throws CommandError(badInput or interrupted). */
export async function readLink(file: string | undefined, signal: AbortSignal): Promise<string> {
  if (file !== undefined) {
    return Promise.race([readAll(createReadStream(file)), calledOff(signal)]).catch((error: unknown) => {
      throw fileError(file, error);
    });
  }
  if (process.stdin.isTTY) {
    return askHidden('Paste the link (dots stand for it) and press Enter: ', signal);
  }
  return Promise.race([readAll(process.stdin), calledOff(signal)]);
}

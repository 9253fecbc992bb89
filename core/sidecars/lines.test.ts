import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkAsync } from '../testing/fuzz.ts';
import { hearLines, LONGEST_LINE } from './lines.ts';

/** What is heard of a program that prints these chunks and ends. */
async function heard(...chunks: readonly (string | Buffer)[]): Promise<readonly string[]> {
  const input = new PassThrough();
  const lines: string[] = [];
  hearLines(input, (line) => lines.push(line));
  const ended = once(input, 'end');
  for (const chunk of chunks) input.write(chunk);
  input.end();
  await ended;
  return lines;
}

test('a line is heard whole in however many pieces it comes, and the last one without an end', async () => {
  const lines = await heard('one\r', '\ntw', 'o\n\nthr', Buffer.from([0xc3]), Buffer.from([0xa9]));
  expect(lines).toEqual(['one', 'two', 'thré']);
});

test('of a line that does not end 64 KiB are kept, and what comes behind it is heard as ever (B6)', async () => {
  const half = 'x'.repeat(LONGEST_LINE / 2);
  const lines = await heard(
    ...Array<string>(20).fill(half),
    'y\nafter\n',
    half,
    half,
    '\r\n',
    half,
    half,
    half,
  );
  const longest = 'x'.repeat(LONGEST_LINE);
  expect(lines).toEqual([longest, 'after', longest, longest]);
});

test('lines are the same wherever what is printed was cut', async () => {
  const printed = Buffer.from('ä one\r\n\ntwo € three\nfour');
  await checkAsync(
    fc.asyncProperty(fc.array(fc.nat(printed.length), { maxLength: 6 }), async (cuts) => {
      const ends = [...cuts.toSorted((a, b) => a - b), printed.length];
      const chunks = ends.map((end, index) => printed.subarray(ends[index - 1] ?? 0, end));
      expect(await heard(...chunks)).toEqual(['ä one', 'two € three', 'four']);
    }),
  );
});

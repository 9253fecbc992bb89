import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** Characters of a line that are kept; what follows before its end is passed over. */
export const LONGEST_LINE = 64 * 1024;

/**
 * Hears a program line by line, in UTF-8, with `\n` or `\r\n` behind each; the last one needs no end, empty ones are not told.
 * Of a longer line than `LONGEST_LINE` its beginning is told, and no more of any is ever held.
 */
export function hearLines(input: Readable, onLine: (line: string) => void): void {
  const decoder = new StringDecoder('utf8');
  let begun = '';
  const hear = (text: string) => {
    for (const [index, piece] of text.split('\n').entries()) {
      if (index > 0) {
        const line = begun.replace(/\r$/, '');
        if (line !== '') onLine(line);
        begun = '';
      }
      begun += piece.slice(0, LONGEST_LINE - begun.length);
    }
  };
  input.on('data', (chunk: Buffer) => hear(decoder.write(chunk)));
  input.once('end', () => hear(`${decoder.end()}\n`));
}

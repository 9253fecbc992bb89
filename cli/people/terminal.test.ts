import { describe, expect, test } from 'vitest';
import { createTerminal } from './terminal.ts';

const ERASE = '\r\x1b[K';

function start(width: number | undefined) {
  const written: string[] = [];
  const terminal = createTerminal({ write: (text) => written.push(text), columns: () => width });
  return { terminal, written };
}

describe('the status line', () => {
  test('is rewritten in place and erased before a line that stays', () => {
    const { terminal, written } = start(80);
    terminal.status('one');
    terminal.status('one');
    terminal.status('two');
    terminal.line('stays');
    terminal.end();
    expect(written).toEqual([`${ERASE}one`, `${ERASE}two`, `${ERASE}stays\n`]);
  });

  test('never wraps: a wrapped line could not be erased', () => {
    const { terminal, written } = start(10);
    terminal.status('0123456789abc');
    expect(written).toEqual([`${ERASE}01234567…`]);
    terminal.end();
    expect(written.at(-1)).toBe(ERASE);
  });

  test('does not exist in a pipe', () => {
    const { terminal, written } = start(undefined);
    terminal.status('one');
    terminal.line('stays');
    terminal.end();
    expect(written).toEqual(['stays\n']);
  });
});

import { describe, expect, test } from 'vitest';
import { failureSentence } from './failures.ts';

const HOME = '/home/anna/.config/footbridge';
const failed = (code: string, fields: object) =>
  Object.assign(new Error(`${code}: raw words, open '${HOME}/vault.key'`), { code, ...fields });

describe('a failure in words', () => {
  test.each([
    ['EACCES', /no permission. Was it once started with sudo\?$/],
    ['EROFS', /it cannot be written to\.$/],
    ['ENOSPC', /the disk is full\.$/],
    ['ENOTDIR', /no folder/],
  ])('%s in our folder', (code, words) => {
    for (const path of [HOME, `${HOME}/vault.key`, '/home/anna/.config']) {
      const text = failureSentence(failed(code, { path, syscall: 'open' }), HOME);
      expect(text).toMatch(words);
      expect(text).toContain(`the folder ${HOME}`);
      expect(text).not.toContain('raw words');
    }
  });

  test('a port is no folder', () => {
    const text = failureSentence(failed('EACCES', { syscall: 'listen', port: 80 }), HOME);
    expect(text).toContain('above 1023');
    expect(failureSentence(failed('EADDRINUSE', { syscall: 'listen' }), HOME)).toContain('--port');
  });

  test('anything else is said to be unexpected, and cannot write to the terminal', () => {
    expect(failureSentence(new Error('a\x1b[2Jb'), HOME)).toBe('Something unexpected went wrong: a[2Jb');
    expect(failureSentence('thrown', HOME)).toContain('thrown');
  });
});

import { expect, test } from 'vitest';
import { dutyOf, ownCommandText } from './duty.ts';
import { readOwnCommand } from './own-command.ts';

test('only the last argument of a start asks for something else than the window', () => {
  expect(dutyOf(['/electron', '/clone', '--guard'])).toBe('guard');
  expect(dutyOf(['Footbridge.exe', '--restore'])).toBe('restore');
  expect(dutyOf(['Footbridge.exe', '--guard', 'footbridge://add'])).toBeNull();
  expect(dutyOf(['Footbridge.exe', '--hidden'])).toBeNull();
  expect(dutyOf([])).toBeNull();
});

test('the engine is told how the program is started again', () => {
  const self = { execPath: 'C:\\Мой мост\\Footbridge.exe', env: {}, platform: 'win32' } as const;
  expect(readOwnCommand(ownCommandText(self, true, 'C:\\x'))).toEqual({
    guard: [self.execPath, '--guard'],
    restore: [self.execPath, '--restore'],
  });
  expect(
    readOwnCommand(ownCommandText({ ...self, execPath: '/electron', platform: 'darwin' }, false, '/clone')),
  ).toMatchObject({ guard: ['/electron', '/clone', '--guard'] });
  expect(() => readOwnCommand('{"guard": []}')).toThrow();
});

test('what puts settings back on Linux needs no screen: it may be there no more (C4)', () => {
  const env = { APPIMAGE: '/home/me/Мой мост.AppImage' };
  const self = { execPath: '/tmp/.mount/footbridge', env, platform: 'linux' } as const;
  const { guard, restore } = readOwnCommand(ownCommandText(self, true, '/x'));
  expect(guard).toEqual([env.APPIMAGE, '--ozone-platform=headless', '--disable-gpu', '--guard']);
  expect(dutyOf(restore)).toBe('restore');
});

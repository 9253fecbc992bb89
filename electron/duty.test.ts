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
  const env = { APPIMAGE: '/home/me/Мой мост.AppImage' };
  expect(readOwnCommand(ownCommandText({ execPath: '/tmp/.mount/footbridge', env }, true, '/x'))).toEqual({
    guard: [env.APPIMAGE, '--guard'],
    restore: [env.APPIMAGE, '--restore'],
  });
  expect(readOwnCommand(ownCommandText({ execPath: '/electron', env: {} }, false, '/clone'))).toMatchObject({
    guard: ['/electron', '/clone', '--guard'],
  });
  expect(() => readOwnCommand('{"guard": []}')).toThrow();
});

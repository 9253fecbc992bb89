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
  const packaged = { execPath: '/tmp/.mount/footbridge', env };
  // It must outlive the display, and start where there is none.
  const screenless = '--ozone-platform=headless';
  expect(readOwnCommand(ownCommandText('linux', packaged, true, '/x'))).toEqual({
    guard: [env.APPIMAGE, screenless, '--guard'],
    restore: [env.APPIMAGE, screenless, '--restore'],
  });
  const clone = { execPath: '/electron', env: {} };
  expect(readOwnCommand(ownCommandText('darwin', clone, false, '/clone'))).toMatchObject({
    guard: ['/electron', '/clone', '--guard'],
  });
  expect(() => readOwnCommand('{"guard": []}')).toThrow();
});

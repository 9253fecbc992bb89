import { expect, test } from 'vitest';
import { HELP, mayFetch, readStart, whyNoWindow } from './start-plan.mjs';

test.each([
  [[], 'window', null, true],
  [['--web'], 'web', null, true],
  [['--terminal', '--port', '4000'], 'terminal', '4000', true],
  [['--port=4000', '--web'], 'web', '4000', true],
  [['--no-open', '--web'], 'web', null, false],
  [['--web', '--help'], 'help', null, true],
])('npm start -- %j is understood', (words, mode, port, opens) => {
  expect(readStart(words)).toEqual({ mode, port, opens });
});

test.each([
  [['--web', '--terminal']],
  [['--port', '4000']],
  [['--web', '--port']],
  [['--web', '--port', '0']],
  [['--web', '--port', '70000']],
  [['--no-open']],
  [['--terminal', '--no-open']],
  [['--window']],
  [['socks5://user:secret@host']],
])('npm start -- %j is refused, and not repeated', (words) => {
  const { mode, message } = readStart(words);
  expect(mode).toBe('wrong');
  expect(message).toContain('--help');
  expect(message).not.toContain('secret');
});

test('the help names every option', () => {
  for (const option of ['--web', '--terminal', '--no-open', '--port', '--help'])
    expect(HELP).toContain(option);
});

const HERE = { platform: 'linux', env: { DISPLAY: ':0' }, isRoot: false, isBuilt: true } as const;
test('a window needs a screen, and nobody opens one as root', () => {
  expect(whyNoWindow(HERE)).toBeNull();
  expect(whyNoWindow({ ...HERE, env: { WAYLAND_DISPLAY: 'wayland-0' } })).toBeNull();
  expect(whyNoWindow({ ...HERE, platform: 'win32', env: {} })).toBeNull();
  expect(whyNoWindow({ ...HERE, env: {} })).toContain('no screen');
  expect(whyNoWindow({ ...HERE, isRoot: true })).toContain('root');
  expect(whyNoWindow({ ...HERE, isBuilt: false })).toContain('not part');
});

test('Electron is asked for once a day', () => {
  const now = Date.UTC(2026, 10, 26);
  const hour = 3_600_000;
  expect(mayFetch(null, now)).toBe(true);
  expect(mayFetch(now - hour, now)).toBe(false);
  expect(mayFetch(now - 25 * hour, now)).toBe(true);
  // A clock that was wrong must not hold for years.
  expect(mayFetch(now + hour, now)).toBe(true);
});

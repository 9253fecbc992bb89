import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkAsync } from '../../testing/fuzz.ts';
import { isRunning } from './running.ts';

const app = {
  ...{ id: 'telegram', name: 'Telegram', sources: [] },
  windows: { program: 'Telegram.exe', folders: [], uninstall: [], packages: [], processes: ['Telegram.exe'] },
  macos: { bundles: [], processes: ['Telegram'] },
};
const { signal } = new AbortController();
const files = { read: async () => null, list: async () => [], isProgram: async () => false };

test.each([
  ['win32', (name: string) => `"${name}","4711","Console","1","90 K"\r\n`, 'Telegram.exe'],
  ['darwin', (name: string) => `/Applications/Telegram.app/${name}\n`, 'Telegram'],
] as const)(
  'whatever a program of %s prints, an app runs where it is named in it',
  async (platform, line, name) => {
    await checkAsync(
      fc.asyncProperty(fc.string({ unit: 'binary-ascii' }), fc.boolean(), async (noise, isThere) => {
        const printed = `${noise}\n${isThere ? line(name) : ''}`;
        const place = { platform, env: {}, run: async () => printed, files };
        expect(await isRunning(app, place, signal)).toBe(isThere);
      }),
    );
  },
);

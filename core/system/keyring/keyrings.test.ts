import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../testing/fuzz.ts';
import type { Run } from '../run.ts';
import { SettingsError } from '../settings/driver.ts';
import { decode, encode } from './programs.ts';
import { systemKeyring } from './system-keyring.ts';

const SECRET = new Uint8Array(64).map((_, index) => index * 3);
const TEXT = Buffer.from(SECRET).toString('base64');

/** A computer whose programs answer what they are told to. */
function computer(platform: NodeJS.Platform, answers: readonly (string | null)[]) {
  const asked: { readonly command: string; readonly args: readonly string[]; readonly input?: string }[] = [];
  const left = [...answers];
  const run: Run = async (command, args, { input }) => {
    asked.push({ command, args, ...(input === undefined ? {} : { input }) });
    const answer = left.shift() ?? null;
    if (answer === null) throw new SettingsError('refused', `${command} ended with 1`);
    return answer;
  };
  const env = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/x', SystemRoot: 'C:\\Windows' };
  const keyring = systemKeyring({ platform, env, run });
  if (keyring === null) throw new Error('no keyring');
  return { keyring, asked };
}

/** By the texts that programs are given and print; with the real program only where the title of a test says so. */
describe.each([
  ['linux', 'secret-service', 'secret-tool', ['', TEXT]],
  ['darwin', 'keychain', '/usr/bin/security', ['', `${TEXT}\n`]],
  [
    'win32',
    'dpapi',
    'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
    ['bG9ja2Vk\r\n', `${TEXT}\r\n`],
  ],
] as const)('the keyring of %s', (platform, kind, program, answers) => {
  test('gives back what it was given, and no secret stands in an argument (S2, S4)', async () => {
    const { keyring, asked } = computer(platform, answers);
    expect(keyring.kind).toBe(kind);
    const beside = await keyring.write('n4me', SECRET);
    expect(beside).toBe(platform === 'win32' ? 'bG9ja2Vk' : '');
    expect(await keyring.read('n4me', beside ?? '')).toEqual(SECRET);
    expect(asked.map(({ command }) => command)).toEqual([program, program]);
    expect(asked[0]?.input).toContain(TEXT);
    expect(JSON.stringify(asked.map(({ args }) => args))).not.toContain(TEXT.slice(0, 20));
  });

  test('that does not answer, or answers something else, has kept nothing and gives nothing', async () => {
    const refusing = computer(platform, []);
    expect(await refusing.keyring.write('n4me', SECRET)).toBeNull();
    expect(await refusing.keyring.read('n4me', 'x')).toBeNull();
    await refusing.keyring.remove('n4me');
    const strange = computer(platform, ['security: SecKeychainItem…: “The user name is wrong.”']);
    expect(await strange.keyring.read('n4me', 'x')).toBeNull();
  });
});

test('security is told on its standard input, in its interactive mode, what to keep', async () => {
  const { keyring, asked } = computer('darwin', ['']);
  await keyring.write('n4me', SECRET);
  expect(asked).toEqual([
    {
      command: '/usr/bin/security',
      args: ['-i'],
      input: `add-generic-password -U -s Footbridge -a n4me -w ${TEXT}\n`,
    },
  ]);
});

test('there is none without a session of a desktop, nor where it is switched off', () => {
  const run: Run = async () => '';
  expect(systemKeyring({ platform: 'linux', env: {}, run })).toBeNull();
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    expect(systemKeyring({ platform, env: { FOOTBRIDGE_KEYRING: 'off' }, run })).toBeNull();
  }
});

test('what a program prints is a secret or none, whatever it is (N8)', () => {
  check(
    fc.property(
      fc.uint8Array({ minLength: 3, maxLength: 100 }),
      fc.constantFrom('', '\n', '\r\n'),
      (secret, end) => {
        expect(decode(encode(secret) + end)).toEqual(secret);
      },
    ),
  );
  check(
    fc.property(fc.oneof(fc.string({ unit: 'binary-ascii' }), fc.base64String()), (printed) => {
      const secret = decode(printed);
      if (secret !== null) expect(encode(secret).length).toBeGreaterThanOrEqual(printed.trim().length - 2);
    }),
  );
});

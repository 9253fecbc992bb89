import type { BrowserWindow, Session } from 'electron';
import { expect, test } from 'vitest';
import english from '../resources/locales/en/shell.json' with { type: 'json' };
import { guardPermissions } from './messenger-permissions.ts';
import { standIn } from './testing/stand-in.ts';
import { createWords } from './words.ts';

type Request = (
  contents: object,
  permission: string,
  answer: (granted: boolean) => void,
  details: { isMainFrame: boolean; requestingUrl: string },
) => void;
type Check = (contents: object | null, permission: string, origin: string) => boolean;

function setUp(response: number, hasWindow = true) {
  const questions: string[] = [];
  let request: Request = () => {};
  let check: Check = () => true;
  let device = () => true;
  guardPermissions(
    standIn<Session>({
      setPermissionRequestHandler: (given: Request) => (request = given),
      setPermissionCheckHandler: (given: Check) => (check = given),
      setDevicePermissionHandler: (given: () => boolean) => (device = given),
    }),
    {
      dialog: {
        showMessageBox: async (...given: unknown[]) => {
          questions.push(String(Reflect.get(Object(given.at(-1)), 'message')));
          return { response, checkboxChecked: false };
        },
      },
      words: () => createWords('en', english, english),
      name: 'WhatsApp',
      origin: 'https://web.whatsapp.com',
      window: () => (hasWindow ? standIn<BrowserWindow>() : null),
    },
  );
  const ask = (permission: string, requestingUrl = 'https://web.whatsapp.com/', isMainFrame = true) =>
    new Promise<boolean>((resolve) => request({}, permission, resolve, { isMainFrame, requestingUrl }));
  return {
    questions,
    ask,
    check: (permission: string, origin: string) => check(null, permission, origin),
    device: () => device(),
  };
}

test('camera and notifications are asked for, once each', async () => {
  const { ask, questions, check } = setUp(0);
  expect(check('media', 'https://web.whatsapp.com')).toBe(false);
  expect(await Promise.all([ask('media'), ask('media'), ask('notifications')])).toEqual([true, true, true]);
  expect(await ask('media')).toBe(true);
  expect(questions).toEqual([
    'WhatsApp would like to use the camera and the microphone.',
    'WhatsApp would like to show notifications.',
  ]);
  expect(check('media', 'https://web.whatsapp.com')).toBe(true);
  expect(check('media', 'https://example.com')).toBe(false);
});

test('a no is a no', async () => {
  const { ask, check } = setUp(1);
  expect(await ask('notifications')).toBe(false);
  expect(check('notifications', 'https://web.whatsapp.com')).toBe(false);
});

test('everything else is refused without a question, and so are strangers and frames (E5)', async () => {
  const { ask, questions, device } = setUp(0);
  for (const permission of [
    'geolocation',
    'hid',
    'serial',
    'display-capture',
    'openExternal',
    'clipboard-read',
  ])
    expect(await ask(permission), permission).toBe(false);
  expect(await ask('media', 'https://example.com/')).toBe(false);
  expect(await ask('media', 'https://web.whatsapp.com/', false)).toBe(false);
  expect(await ask('clipboard-sanitized-write')).toBe(true);
  expect(device()).toBe(false);
  expect(questions).toEqual([]);
});

test('without a window there is nobody to ask', async () => {
  const { ask, questions } = setUp(0, false);
  expect(await ask('media')).toBe(false);
  expect(questions).toEqual([]);
});

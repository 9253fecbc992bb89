import type { Session, WebContents } from 'electron';
import { expect, test } from 'vitest';
import { guardContents, guardSession } from './session-guards.ts';
import { standIn } from './testing/stand-in.ts';

type Guard = (details: { url: string }, answer: (response: { cancel: boolean }) => void) => void;
type Request = (
  contents: object,
  permission: string,
  answer: (granted: boolean) => void,
  details: object,
) => void;
type Check = (contents: null, permission: string, origin: string, details: object) => boolean;

const HOME = 'app://footbridge/';
const AWAY = 'https://example.com/';
const CAMERA = { isMainFrame: true, requestingUrl: HOME, securityOrigin: HOME };

async function setUp() {
  let guard: Guard = () => {};
  let request: Request = () => {};
  let check: Check = () => true;
  const set: unknown[] = [];
  const session = standIn<Session>({
    webRequest: { onBeforeRequest: (given: Guard) => (guard = given) },
    setPermissionRequestHandler: (given: Request) => (request = given),
    setPermissionCheckHandler: (given: Check) => (check = given),
    setDevicePermissionHandler: (given: () => boolean) => set.push(given()),
    setProxy: async (given: object) => set.push(given),
  });
  await guardSession(session);
  return {
    session,
    set,
    loads: (url: string) => {
      let passed = false;
      guard({ url }, ({ cancel }) => {
        passed = !cancel;
      });
      return passed;
    },
    asks: (permission: string, url: string, details: object = { isMainFrame: true, requestingUrl: url }) => {
      let passed = false;
      const answer = (granted: boolean) => {
        passed = granted;
      };
      request({ getURL: () => url }, permission, answer, details);
      return passed;
    },
    checks: (
      permission: string,
      origin: string,
      details: object = { isMainFrame: true, requestingUrl: origin },
    ) => check(null, permission, origin, details),
  };
}

test('our screens load their own files and nothing else (E1)', async () => {
  const { loads } = await setUp();
  for (const url of [
    'app://footbridge/',
    'app://footbridge/a.js',
    'data:image/png;base64,',
    'blob:app://footbridge/1',
  ])
    expect(loads(url), url).toBe(true);
  for (const url of [
    'https://example.com/',
    'http://127.0.0.1/',
    'ws://127.0.0.1/',
    'file:///etc/passwd',
    'app://other/',
    'blob:https://example.com/1',
    'devtools://devtools/',
    'chrome://gpu/',
  ])
    expect(loads(url), url).toBe(false);
});

test('they may copy text, and nothing but the camera is permitted besides (E5)', async () => {
  const { asks, checks, set } = await setUp();
  expect(asks('clipboard-sanitized-write', 'app://footbridge/')).toBe(true);
  expect(checks('clipboard-sanitized-write', 'app://footbridge/')).toBe(true);
  expect(asks('clipboard-sanitized-write', 'https://example.com/')).toBe(false);
  for (const permission of [
    'media',
    'notifications',
    'geolocation',
    'clipboard-read',
    'openExternal',
    'fullscreen',
  ]) {
    expect(asks(permission, 'app://footbridge/'), permission).toBe(false);
    expect(checks(permission, 'app://footbridge/'), permission).toBe(false);
  }
  expect(set).toEqual([false, { mode: 'direct' }]);
});

test('they may look through the camera, without hearing anything (E5)', async () => {
  const { asks, checks } = await setUp();
  expect(asks('media', HOME, { ...CAMERA, mediaTypes: ['video'] })).toBe(true);
  expect(checks('media', HOME, { ...CAMERA, mediaType: 'video' })).toBe(true);
  for (const mediaTypes of [
    undefined,
    [],
    ['audio'],
    ['video', 'audio'],
    ['audio', 'video'],
    ['video', 'video'],
  ])
    expect(asks('media', HOME, { ...CAMERA, mediaTypes }), String(mediaTypes)).toBe(false);
  for (const mediaType of [undefined, 'audio', 'unknown'])
    expect(checks('media', HOME, { ...CAMERA, mediaType }), String(mediaType)).toBe(false);
  for (const permission of ['display-capture', 'speaker-selection', 'fileSystem', 'unknown']) {
    expect(asks(permission, HOME, { ...CAMERA, mediaTypes: ['video'] }), permission).toBe(false);
    expect(checks(permission, HOME, { ...CAMERA, mediaType: 'video' }), permission).toBe(false);
  }
});

test.each([
  ['a frame inside', { ...CAMERA, isMainFrame: false }],
  ['another page', { ...CAMERA, requestingUrl: AWAY }],
  ['another host of our scheme', { ...CAMERA, requestingUrl: 'app://other/' }],
  ['another origin', { ...CAMERA, securityOrigin: AWAY }],
  ['nobody in particular', { isMainFrame: true }],
])('%s does not get the camera (E5)', async (_who, details) => {
  const { asks, checks } = await setUp();
  expect(asks('media', HOME, { ...details, mediaTypes: ['video'] })).toBe(false);
  expect(checks('media', HOME, { ...details, mediaType: 'video' })).toBe(false);
});

test('a strange page does not get the camera in our name (E5)', async () => {
  const { asks, checks } = await setUp();
  expect(asks('media', AWAY, { ...CAMERA, mediaTypes: ['video'] })).toBe(false);
  expect(checks('media', AWAY, { ...CAMERA, mediaType: 'video' })).toBe(false);
});

test('nothing is downloaded', async () => {
  const { session } = await setUp();
  let isPrevented = false;
  session.emit('will-download', { preventDefault: () => (isPrevented = true) });
  expect(isPrevented).toBe(true);
});

test('a page stays in its place, opens no window, holds no other page and gives no address away (E1)', () => {
  let opened: unknown;
  const policies: string[] = [];
  const contents = standIn<WebContents>({
    setWindowOpenHandler: (handler: () => unknown) => (opened = handler()),
    setWebRTCIPHandlingPolicy: (policy: string) => policies.push(policy),
  });
  guardContents(contents);
  for (const event of ['will-navigate', 'will-redirect', 'will-attach-webview']) {
    let isPrevented = false;
    contents.emit(event, { preventDefault: () => (isPrevented = true) });
    expect(isPrevented, event).toBe(true);
  }
  expect(opened).toEqual({ action: 'deny' });
  expect(policies).toEqual(['disable_non_proxied_udp']);
});

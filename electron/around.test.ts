import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, ParentPort, Screen, Session, UtilityProcess } from 'electron';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Outcome } from '../core/contract.ts';
import { done, notDone } from '../core/shell-kit.ts';
import { clock } from './clock.ts';
import { utilityEngine } from './engine-child.ts';
import { createProfiles, withErasing } from './erase.ts';
import { createStateFollower } from './follower.ts';
import { arrangeGraphics } from './graphics.ts';
import { places, resourceFolders, windowFolder } from './places.ts';
import { replaceFile } from './replace-file.ts';
import { standIn } from './testing/stand-in.ts';
import { stateOf } from './testing/states.ts';
import { utilityPort } from './utility-port.ts';
import { createWindowMemory } from './window-memory.ts';
import { workAreas } from './work-areas.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'footbridge-electron-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a file is replaced whole, and a failure leaves the old one and no litter', () => {
  const path = join(folder, 'a', 'file');
  replaceFile(path, 'one');
  replaceFile(path, 'two');
  expect(readFileSync(path, 'utf8')).toBe('two');
  expect(() => replaceFile(join(folder, 'a'), 'x')).toThrow();
  expect(readdirSync(folder)).toEqual(['a']);
  expect(readdirSync(join(folder, 'a'))).toEqual(['file']);
});

test('the place of the window is kept, and where it cannot be, nothing fails', () => {
  const memory = createWindowMemory(join(folder, 'window.json'));
  expect(memory.read()).toBeNull();
  memory.write('here');
  expect(memory.read()).toBe('here');
  memory.forget();
  memory.write('there');
  expect(memory.read()).toBeNull();
  writeFileSync(join(folder, 'file'), '');
  const impossible = createWindowMemory(join(folder, 'file', 'window.json'));
  impossible.write('here');
  impossible.forget();
  expect(impossible.read()).toBeNull();
});

test('after the graphics card failed, the next start does without it', () => {
  const marker = join(folder, 'no-graphics');
  let disabled = 0;
  const app = standIn<App>({ disableHardwareAcceleration: () => (disabled += 1) });
  arrangeGraphics(app, marker, (path) => writeFileSync(path, ''));
  app.emit('child-process-gone', {}, { type: 'Utility', reason: 'crashed' });
  app.emit('child-process-gone', {}, { type: 'GPU', reason: 'clean-exit' });
  expect(existsSync(marker)).toBe(false);
  app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed' });
  expect(disabled).toBe(0);
  arrangeGraphics(app, marker, () => {});
  expect(disabled).toBe(1);
});

test('erasing everything erases what the windows kept, once others have ended and the engine has erased its own (S3)', async () => {
  const did: string[] = [];
  let outcome: Outcome<null> = notDone('cannot-save');
  let running = [4711];
  const session = standIn<Session>({
    clearStorageData: async () => did.push('storage'),
    clearCache: async () => did.push('cache'),
  });
  const call = async () => {
    did.push('engine');
    return outcome;
  };
  const wrapped = withErasing(standIn({ call }), {
    others: {
      endOthers: async () => {
        did.push('others');
        return running;
      },
      eraseAround: async () => {
        did.push('around');
        return [];
      },
    },
    closeWindows: () => did.push('close'),
    sessions: () => [session],
    forget: () => did.push('forget'),
    quit: () => did.push('quit'),
  });
  await wrapped.call('eraseEverything', {});
  outcome = done(null);
  await wrapped.call('disconnect', {});
  expect(did).toEqual(['others', 'engine', 'around', 'engine']);
  expect(await wrapped.call('eraseEverything', {})).toEqual(notDone('cannot-save'));
  expect(did.slice(4)).toEqual(['others', 'engine', 'around', 'close', 'storage', 'cache']);
  did.length = 0;
  running = [];
  expect(await wrapped.call('eraseEverything', {})).toEqual(done(null));
  expect(did).toEqual(['others', 'engine', 'around', 'close', 'storage', 'cache', 'forget', 'quit']);
});

test('what is left of messengers is swept away at the next start, once, and only when it was asked for', () => {
  const profiles = createProfiles(folder);
  const partition = 'persist:messenger-whatsapp';
  expect(profiles.has(partition)).toBe(false);
  replaceFile(join(folder, 'Partitions', 'messenger-whatsapp', 'Cookies'), 'x');
  profiles.sweep();
  expect([profiles.has(partition), profiles.has('persist:messenger-telegram')]).toEqual([true, false]);
  profiles.sweepNextTime();
  expect(profiles.has(partition)).toBe(true);
  profiles.sweep();
  expect(readdirSync(folder)).toEqual([]);
});

test('an overlay of data files is for clones only, and the windows keep a folder of their own', () => {
  expect(resourceFolders('r', { FOOTBRIDGE_RESOURCES: 'o' }, false)).toEqual(['r', 'o']);
  expect(resourceFolders('r', { FOOTBRIDGE_RESOURCES: 'o' }, true)).toEqual(['r']);
  expect(resourceFolders('r', {}, false)).toEqual(['r']);
  expect(windowFolder({}, 'data')).toBe(join('data', 'footbridge-window'));
  expect(windowFolder({ FOOTBRIDGE_HOME: 'home' }, 'data')).toBe(join('home', 'window'));
  expect(places(join('app', 'dist')).locales).toBe(join('app', 'resources', 'locales'));
});

test('the local proxy is where the state says, and nowhere while it says nothing', () => {
  const follower = createStateFollower();
  expect(follower.proxyPort()).toBeNull();
  follower.follow(stateOf('on', {}, { port: 40_000 }));
  expect(follower.proxyPort()).toBe(40_000);
  follower.follow(stateOf('lost'));
  expect(follower.proxyPort()).toBeNull();
});

test('displays come with the primary one first', () => {
  const display = (id: number) => ({ id, workArea: { x: id, y: 0, width: 1, height: 1 } });
  const screen = standIn<Screen>({
    getPrimaryDisplay: () => display(2),
    getAllDisplays: () => [display(1), display(2), display(3)],
  });
  expect(workAreas(screen).map(({ x }) => x)).toEqual([2, 1, 3]);
});

test('both ends of an engine process hand messages on and tell of its end once', () => {
  const posted: unknown[] = [];
  const child = standIn<UtilityProcess>({
    postMessage: (message: unknown) => posted.push(message),
    kill: () => true,
  });
  const engine = utilityEngine(child);
  const heard: unknown[] = [];
  engine.onMessage((message) => heard.push(message));
  let ends = 0;
  engine.onClose(() => (ends += 1));
  engine.post('a');
  child.emit('message', 'b');
  child.emit('exit', 0);
  engine.post('too late');
  expect([posted, heard, ends]).toEqual([['a'], ['b'], 1]);
  engine.onClose(() => (ends += 1));
  expect(ends).toBe(2);

  const parent = standIn<ParentPort>({ postMessage: (message: unknown) => posted.push(message) });
  const port = utilityPort(parent);
  port.onMessage((message) => heard.push(message));
  port.post('c');
  parent.emit('message', { data: 'd' });
  expect([posted, heard]).toEqual([
    ['a', 'c'],
    ['b', 'd'],
  ]);
});

test('the clock sleeps until it is woken', async () => {
  await clock.sleep(0);
  const abort = new AbortController();
  const sleep = clock.sleep(60_000, abort.signal);
  abort.abort('enough');
  await expect(sleep).rejects.toBe('enough');
  expect(clock.monotonic()).toBeLessThan(clock.now());
});

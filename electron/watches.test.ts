import { EventEmitter } from 'node:events';
import type { IpcMain, WebContents } from 'electron';
import { expect, test } from 'vitest';
import type { Bridge } from '../core/contract.ts';
import { standIn } from './testing/stand-in.ts';
import { serveWatches } from './watches.ts';

type Source = Pick<Bridge, 'watchState' | 'watchStream' | 'watchInvitations'>;

function setUp() {
  const ipc = new EventEmitter();
  const told = new EventEmitter().setMaxListeners(0);
  let watching = 0;
  const watch = (name: string) => (listener: (news: unknown) => void) => {
    watching += 1;
    told.on(name, listener);
    return () => {
      watching -= 1;
      told.off(name, listener);
    };
  };
  const source = standIn<Source>({
    watchState: watch('state'),
    watchInvitations: watch('invitations'),
    watchStream: (name: string, listener: (news: unknown) => void) => watch(name)(listener),
  });
  serveWatches(standIn<Pick<IpcMain, 'on'>>({ on: ipc.on.bind(ipc) }), source);
  const sent: unknown[] = [];
  const sender = standIn<WebContents>({
    isDestroyed: () => false,
    send: (...message: unknown[]) => sent.push(message),
  });
  const event = (url = 'app://footbridge/') => ({ sender, senderFrame: { url, parent: null } });
  return { ipc, told, sent, sender, event, watching: () => watching };
}

test('what is watched is told under the number of the watch', () => {
  const { ipc, told, sent, event } = setUp();
  ipc.emit('watch', event(), 1, 'state');
  ipc.emit('watch', event(), 2, 'traffic');
  ipc.emit('watch', event(), 3, 'invitations');
  told.emit('state', { phase: 'starting' });
  told.emit('traffic', []);
  told.emit('invitations', 'ss://x');
  expect(sent).toEqual([
    ['news:1', { phase: 'starting' }],
    ['news:2', []],
    ['news:3', 'ss://x'],
  ]);
  ipc.emit('unwatch', event(), 1);
  told.emit('state', { phase: 'starting' });
  expect(sent).toHaveLength(3);
});

test('a page that goes elsewhere or dies is told nothing more', () => {
  for (const end of ['did-start-navigation', 'render-process-gone', 'destroyed']) {
    const { ipc, sender, event, watching } = setUp();
    ipc.emit('watch', event(), 1, 'state');
    ipc.emit('watch', event(), 2, 'log');
    sender.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true });
    expect(watching()).toBe(2);
    sender.emit(end, { isMainFrame: true, isSameDocument: false });
    expect(watching(), end).toBe(0);
  }
});

test('strangers, unknown things, repeated numbers and too many watches are not heard', () => {
  const { ipc, event, watching } = setUp();
  ipc.emit('watch', event('https://example.com/'), 1, 'state');
  for (const [number, what] of [
    [1, 'secrets'],
    ['1', 'state'],
    [0.5, 'state'],
    [1, 'toString'],
    [-1, 'log'],
  ])
    ipc.emit('watch', event(), number, what);
  expect(watching()).toBe(0);
  ipc.emit('watch', event(), 1, 'state');
  ipc.emit('watch', event(), 1, 'state');
  expect(watching()).toBe(1);
  for (let number = 2; number < 200; number++) ipc.emit('watch', event(), number, 'state');
  expect(watching()).toBe(64);
  ipc.emit('unwatch', event('https://example.com/'), 1);
  expect(watching()).toBe(64);
});

import { describe, expect, test } from 'vitest';
import type { EngineBridge, EngineStart } from '../contract/bridge.ts';
import type { State } from '../contract/state.ts';
import { OFF, ON } from '../contract/testing.ts';
import { createDeferred } from '../testing/deferred.ts';
import { settle } from '../testing/fake-clock.ts';
import { runEngineProcess, serveHost } from './serve.ts';
import { createPortPair } from './testing.ts';

/** An engine that answers nothing but `null`, and keeps what it was asked. */
function createStubEngine() {
  const asked: string[] = [];
  const watching = new Set<string>();
  let listener: ((state: State) => void) | null = null;
  const engine: EngineBridge = {
    async call(command, args) {
      asked.push(`${command} ${JSON.stringify(args)}`);
      return { ok: false, error: { code: 'not-found' } };
    },
    watchState(given) {
      listener = given;
      given(OFF);
      return () => {
        listener = null;
      };
    },
    watchStream(name, given) {
      watching.add(name);
      given([]);
      return () => void watching.delete(name);
    },
    close: async () => void asked.push('close'),
  };
  return {
    engine,
    asked,
    watching,
    push: (state: State) => listener?.(state),
    isWatched: () => listener !== null,
  };
}

function connected() {
  const stub = createStubEngine();
  const pair = createPortPair();
  const heard: unknown[] = [];
  pair.near.onMessage((message) => heard.push(message));
  return { ...stub, ...pair, heard };
}

describe('serving an engine', () => {
  test('the state goes out at once and with each change, until the shell is gone', async () => {
    const { engine, far, die, push, heard, isWatched } = connected();
    serveHost(engine, far);
    push(ON);
    await settle();
    expect(heard).toEqual([
      { kind: 'state', state: OFF },
      { kind: 'state', state: ON },
    ]);
    die();
    expect(isWatched()).toBe(false);
  });

  test('a command reaches the engine only where there is such a one and its arguments fit (W5)', async () => {
    const { engine, near, far, asked, heard } = connected();
    serveHost(engine, far);
    const calls = [
      ['connect', {}],
      ['connect', { hurry: true }],
      ['nameWay', { id: '../../etc/passwd', name: 'x' }],
      ['openPage', { page: 'a' }],
      ['constructor', {}],
      ['moveWay', { id: 'server:1', to: 2 }],
    ];
    for (const [id, [command, args]] of calls.entries()) near.post({ kind: 'call', id, command, args });
    near.post('rubbish');
    await settle();
    await settle();
    expect(asked).toEqual(['connect {}', 'moveWay {"id":"server:1","to":2}']);
    const codes = heard.slice(1).map((message) => JSON.stringify(message));
    expect(codes.filter((text) => text.includes('bad-arguments'))).toHaveLength(4);
    expect(codes.filter((text) => text.includes('not-found'))).toHaveLength(2);
  });

  test('streams are watched while somebody wants them, and not twice under one number', async () => {
    const { engine, near, far, watching, die } = connected();
    serveHost(engine, far);
    near.post({ kind: 'watch', id: 1, stream: 'log' });
    near.post({ kind: 'watch', id: 1, stream: 'steps' });
    near.post({ kind: 'watch', id: 2, stream: 'traffic' });
    await settle();
    expect([...watching]).toEqual(['log', 'traffic']);
    near.post({ kind: 'unwatch', id: 1 });
    await settle();
    expect([...watching]).toEqual(['traffic']);
    die();
    expect(watching.size).toBe(0);
  });
});

describe('the life of an engine process', () => {
  test('what is asked while it opens is answered once it is open', async () => {
    const { engine, near, far, asked } = connected();
    const start = createDeferred<EngineStart>();
    const over = runEngineProcess(far, () => start.promise);
    near.post({ kind: 'call', id: 1, command: 'connect', args: {} });
    await settle();
    expect(asked).toEqual([]);
    start.resolve({ ok: true, engine });
    await settle();
    expect(asked).toEqual(['connect {}']);
    near.post({ kind: 'end' });
    await over;
    expect(asked).toEqual(['connect {}', 'close']);
  });

  test('it may ask its shell what a network’s script says, even while the engine is being opened (C11)', async () => {
    const { engine, far, near, heard } = connected();
    const told: (string | null)[] = [];
    const over = runEngineProcess(far, async ({ findProxy }) => {
      told.push(await findProxy('http://wpad/wpad.dat', 'https://a.example/', new AbortController().signal));
      return { ok: true, engine };
    });
    await settle();
    expect(heard).toMatchObject([{ kind: 'find-proxy', id: 0, url: 'https://a.example/' }]);
    near.post({ kind: 'proxy-found', id: 0, answer: 'DIRECT' });
    await settle();
    near.post({ kind: 'end' });
    await over;
    expect(told).toEqual(['DIRECT']);
  });

  test('it closes the engine when the shell is gone', async () => {
    const { engine, far, die, asked } = connected();
    const over = runEngineProcess(far, async () => ({ ok: true, engine }));
    await settle();
    die();
    await over;
    expect(asked).toEqual(['close']);
  });

  test.each([
    ['broken data', async () => ({ ok: false, code: 'broken-data', message: 'controls.json' }) as const],
    ['what it throws', () => Promise.reject(new Error('controls.json'))],
  ])('that cannot begin for %s says why, and waits to be ended', async (_, start) => {
    const { far, near, heard } = connected();
    let isOver = false;
    const over = runEngineProcess(far, start).then(() => {
      isOver = true;
    });
    await settle();
    await settle();
    expect(heard).toMatchObject([{ kind: 'cannot-start', message: 'controls.json' }]);
    expect(isOver).toBe(false);
    near.kill();
    await over;
  });
});

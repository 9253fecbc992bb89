import { expect, test } from 'vitest';
import type { EngineBridge, EngineEvent, KnownState } from './contract.ts';
import { startPersonsServer } from './engine/testing.ts';
import { createEngine, createHost, systemClock } from './engine.ts';
import { startDataCentre } from './measure/testing/chat-servers.ts';
import type { Keyring } from './model/keyring.ts';
import type { Clock } from './model/time.ts';
import { writeLoopbackResources } from './testing/loopback-resources.ts';
import { add, DONE, folders, hostOptions, opened, place, shut, withOwnFolder } from './testing/window.ts';

withOwnFolder();

/** An engine with a keyring, and what its screens see. */
async function start(keyring: Keyring, clock: Clock = systemClock) {
  const started = await createHost({ ...hostOptions(clock), keyring });
  if (!started.ok) throw new Error(started.message);
  const engine: EngineBridge = await opened(Promise.resolve(started.engine));
  let seen: KnownState | undefined;
  engine.watchState((state) => {
    if ('messengers' in state) seen = state;
  });
  const known = (): KnownState => {
    if (seen === undefined) throw new Error('nothing is known');
    return seen;
  };
  return { engine, known };
}

test('a locked keyring is told, costs the links until it is open again and nothing more (S3, S5)', async () => {
  const held = new Map<string, Uint8Array>();
  let isLocked = false;
  const keyring: Keyring = {
    kind: 'keychain',
    async write(name, secret) {
      held.set(name, secret);
      return '';
    },
    read: async (name) => (isLocked ? null : (held.get(name) ?? null)),
    remove: async (name) => held.delete(name) || true,
  };
  writeLoopbackResources(folders().resources, [{ messenger: 'shut', purpose: 'chat', port: await shut() }]);
  const first = await start(keyring);
  expect(first.known().keyPlace).toBe('keyring');
  await add(first.engine, 'socks5://u:p@a.example:1080');
  await first.engine.close();

  isLocked = true;
  const locked = await start(keyring);
  expect(locked.known()).toMatchObject({
    keyPlace: 'locked',
    ways: [],
    troubles: [{ code: 'keyring-locked' }],
  });
  await add(locked.engine, 'socks5://u:p@b.example:1080');
  await expect.poll(() => locked.known().ways.length).toBe(1);
  await locked.engine.close();

  isLocked = false;
  const again = await start(keyring);
  expect(again.known().ways.map(({ label }) => label)).toEqual(['socks5://•••@a.example:1080']);
  expect(await again.engine.call('eraseEverything', {})).toEqual(DONE);
  expect(held.size).toBe(0);
  await expect.poll(() => again.known().keyPlace).toBe('file');
});

/** One on which a keyring is not waited for at all. */
const hasty: Clock = { ...systemClock, after: (ms, wake) => systemClock.after(ms === 2_000 ? 0 : ms, wake) };

/** A keyring that is open, or asks a person. */
function createAskingKeyring() {
  const held = new Map<string, Uint8Array>();
  /** What waits for the person's answer. */
  const questions: ((isRight: boolean) => void)[] = [];
  let isAsking = false;
  const answer = () =>
    isAsking ? new Promise<boolean>((resolve) => questions.push(resolve)) : Promise.resolve(true);
  const keyring: Keyring = {
    kind: 'secret-service',
    async write(name, secret) {
      held.set(name, secret);
      return '';
    },
    read: async (name) => ((await answer()) ? (held.get(name) ?? null) : null),
    remove: async (name) => held.delete(name) || true,
  };
  return {
    ...{ keyring, questions },
    ask(on: boolean) {
      isAsking = on;
    },
  };
}

test('a keyring that asks for its password holds nothing up, and its servers come when it is open (S5)', async () => {
  const { keyring, questions, ask } = createAskingKeyring();
  writeLoopbackResources(folders().resources, [{ messenger: 'open', purpose: 'chat', port: await place() }]);
  const first = await start(keyring);
  await add(first.engine, 'socks5://u:p@a.example:1080');
  await first.engine.close();

  ask(true);
  const { engine, known } = await start(keyring, hasty);
  expect(known()).toMatchObject({ keyPlace: 'waiting', ways: [], troubles: [] });
  expect(await engine.call('connect', {})).toEqual(DONE);
  await expect.poll(() => known().phase).toBe('on');
  await add(engine, 'socks5://u:p@b.example:1080');
  questions.shift()?.(false);
  await expect
    .poll(() => known())
    .toMatchObject({
      keyPlace: 'locked',
      troubles: expect.arrayContaining([expect.objectContaining({ code: 'keyring-locked' })]),
    });
  expect(known().troubles.map(({ code }) => code)).not.toContain('cannot-save');
  // Whoever presses once more is asked once more.
  expect(await engine.call('connect', {})).toEqual(DONE);
  await expect.poll(() => known().keyPlace).toBe('waiting');
  questions.shift()?.(true);
  await expect.poll(() => known().keyPlace).toBe('keyring');
  await expect
    .poll(() => known().ways.map(({ label }) => label))
    .toEqual(['socks5://•••@a.example:1080', 'socks5://•••@b.example:1080']);
  await engine.close();

  ask(false);
  const again = await start(keyring);
  expect(again.known().ways).toHaveLength(2);
});

test('servers that come late carry what had no way, on the command line too (S5)', async () => {
  const server = await opened(startPersonsServer(await opened(startDataCentre())));
  const { keyring, questions, ask } = createAskingKeyring();
  writeLoopbackResources(folders().resources, [{ messenger: 'shut', purpose: 'chat', port: await shut() }]);
  const first = await start(keyring);
  await add(first.engine, server.link);
  await first.engine.close();
  ask(true);
  const events: EngineEvent[] = [];
  const emit = (event: EngineEvent): void => void events.push(event);
  const engine = await createEngine({ ...hostOptions(hasty), keyring, emit });
  expect(engine.keyring.place()).toBe('waiting');
  await opened(engine.connect({ port: undefined, signal: new AbortController().signal }));
  expect(events.filter(({ event }) => event === 'route')).toEqual([]);
  questions.shift()?.(true);
  await expect
    .poll(() => events.filter(({ event }) => event === 'route' || event === 'keys'), { timeout: 8_000 })
    .toEqual([
      { event: 'keys', place: 'waiting' },
      { event: 'keys', place: 'keyring' },
      expect.objectContaining({ event: 'route', messenger: 'shut' }),
    ]);
});

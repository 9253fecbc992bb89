import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { StreamDialer } from '../model/dialer.ts';
import { createAddressBook } from '../net/address-book.ts';
import { createAddressGate } from '../net/address-gate.ts';
import { createBrowserHello } from '../net/client-hello/browser-hello.ts';
import { systemRandom } from '../net/system-clock.ts';
import { createAuthority } from '../testing/authority.ts';
import { closedAfterTest } from '../testing/closed-after-test.ts';
import { startServer, startTlsServer } from '../testing/servers.ts';
import { createNameTests } from './name-tests.ts';
import { createFastClock } from './testing/fast-clock.ts';
import { recordedHello } from './testing/hello.ts';
import { createNamedDialer } from './testing/named-dialer.ts';

const authority = createAuthority('Test root');
const clock = createFastClock(2);
const ended = new AbortController().signal;

/** A neutral host behind a censor, who is shown each first flight and says whether it may pass. */
async function behindCensor(mayPass: (hello: Buffer, socket: Socket) => boolean) {
  const neutral = await closedAfterTest(startTlsServer(authority.issue(['neutral.test'])));
  return closedAfterTest(
    startServer((socket) => {
      socket.once('data', (hello: Buffer) => {
        if (!mayPass(hello, socket)) return;
        const onward = connect(neutral.port, neutral.host);
        onward.write(hello);
        socket.pipe(onward).pipe(socket);
        socket.once('close', () => onward.destroy());
        onward.on('error', () => socket.destroy());
      });
    }),
  );
}

/** A censor who does something to hellos with the blocked name. */
const cutting = (act: (socket: Socket) => void) =>
  behindCensor((hello, socket) => {
    if (!hello.includes('blocked.test')) return true;
    act(socket);
    return false;
  });
const reset = (socket: Socket) => socket.resetAndDestroy();

/** Tests over a dialer, with hosts called neutral.test and second.test. */
function testsOver(dialer: StreamDialer) {
  const neutral = ['neutral.test', 'second.test'].map((host) => ({
    host,
    path: '/',
    network: host,
    source: 'test',
  }));
  const book = createAddressBook({ clock });
  const gate = createAddressGate(2);
  const tests = createNameTests({ neutral, gate, roots: [authority.cert], book, clock, ended });
  const ask = (name = 'blocked.test', id = 'plain', signal = ended) =>
    tests.ask(name, { id, dialer }, { signal, trace: () => undefined });
  /** As a browser would ask; harmless names are still asked for by Node. */
  const askAsBrowser = () =>
    tests.ask(
      'free.test',
      {
        ...{ id: 'browser', dialer, control: { id: 'small', dialer, isSmall: true } },
        helloFor: (serverName) => createBrowserHello(recordedHello, { serverName, random: systemRandom }),
      },
      { signal: ended, trace: () => undefined },
    );
  return { ...tests, ask, askAsBrowser, book };
}

const names = (steps: Awaited<ReturnType<ReturnType<typeof testsOver>['ask']>>['steps']) =>
  steps.flatMap((step) => (step.operation === 'tls' ? [step.serverName] : []));

describe('a name on neutral ground', () => {
  it.each([
    ['reset', reset],
    ['silent', () => undefined],
  ])('draws %s where a harmless one before it does not, and the address rests', async (verdict, act) => {
    const server = await cutting(act);
    const { ask, book } = testsOver(createNamedDialer({ 'neutral.test': server }));
    const { verdict: found, serverName, steps } = await ask();
    expect([found, serverName]).toEqual([verdict, 'blocked.test']);
    expect(book.isResting(server.host, 443)).toBe(true);
    expect(names(steps)).toEqual(['example.org', 'blocked.test']);
  });

  it('passes although the certificate is not for it', async () => {
    const server = await cutting(reset);
    const { ask, book } = testsOver(createNamedDialer({ 'neutral.test': server }));
    expect((await ask('free.test')).verdict).toBe('passes');
    expect(book.isResting(server.host, 443)).toBe(false);
  });

  it('passes where an alert answers it', async () => {
    const alert = await closedAfterTest(
      startServer((socket) => socket.once('data', () => socket.end(Buffer.from('15030300020228', 'hex')))),
    );
    expect((await testsOver(createNamedDialer({ 'neutral.test': alert })).ask()).verdict).toBe('passes');
  });

  it('is tried at the next host when one does not answer even the harmless name (N16)', async () => {
    const dead = await closedAfterTest(startServer(reset));
    const good = await closedAfterTest(startTlsServer(authority.issue(['second.test'])));
    const both = createNamedDialer({ 'neutral.test': dead, 'second.test': good });
    expect((await testsOver(both).ask()).verdict).toBe('passes');
    expect((await testsOver(createNamedDialer({ 'neutral.test': dead })).ask()).verdict).toBe('unknown');
    expect((await testsOver(createNamedDialer({})).ask()).verdict).toBe('unknown');
  });

  it('is asked for in a browser’s hello too, held against a small one (M5)', async () => {
    const open = testsOver(createNamedDialer({ 'neutral.test': await behindCensor(() => true) }));
    expect((await open.askAsBrowser()).verdict).toBe('passes');
    const sizes: number[] = [];
    const fingerprinted = await behindCensor((hello) => {
      sizes.push(hello.length);
      return hello.length < 1000;
    });
    const { steps, verdict } = await testsOver(
      createNamedDialer({ 'neutral.test': fingerprinted }),
    ).askAsBrowser();
    expect(verdict).toBe('silent');
    expect(steps.flatMap((step) => (step.operation === 'tls' ? [step.hello] : []))).toEqual([
      'node',
      'chrome',
    ]);
    expect(sizes).toHaveLength(2);
  });

  it('is not blamed for a block that a name before it left at the address (N15)', async () => {
    let isBlocking = false;
    const server = await behindCensor((hello, socket) => {
      isBlocking ||= hello.includes('blocked.test');
      if (isBlocking) reset(socket);
      return !isBlocking;
    });
    const { ask } = testsOver(createNamedDialer({ 'neutral.test': server }));
    expect((await ask()).verdict).toBe('reset');
    expect((await ask('free.test')).verdict).toBe('unknown');
  });

  it('is not blamed for being under way when another was cut (N15)', async () => {
    const held: Socket[] = [];
    const server = await behindCensor((hello, socket) => {
      if (held.length < 2 && hello.includes('example.org')) return true;
      held.push(socket);
      if (held.length >= 2) held.forEach(reset);
      return false;
    });
    const { ask } = testsOver(createNamedDialer({ 'neutral.test': server }));
    const both = await Promise.all([ask('blocked.test'), ask('free.test')]);
    expect(both.map(({ verdict }) => verdict).sort()).toEqual(['reset', 'unknown']);
  });

  it('is sent once for all who ask in the same shape, and again in another or on another network', async () => {
    const asked: string[] = [];
    const server = await behindCensor((hello) => {
      asked.push(hello.includes('free.test') ? 'name' : 'control');
      return true;
    });
    const { ask, reset: changeNetwork } = testsOver(createNamedDialer({ 'neutral.test': server }));
    await Promise.all([ask('free.test'), ask('free.test')]);
    await ask('free.test');
    expect(asked).toEqual(['control', 'name']);
    await ask('free.test', 'another shape');
    expect(asked).toEqual(['control', 'name', 'control', 'name']);
    changeNetwork();
    await ask('free.test');
    expect(asked).toHaveLength(6);
  });

  it('goes on for others when one who asked gives up', async () => {
    const { ask } = testsOver(createNamedDialer({ 'neutral.test': await cutting(reset) }));
    const controller = new AbortController();
    const first = ask('blocked.test', 'plain', controller.signal);
    const second = ask();
    controller.abort(new Error('enough'));
    await expect(first).rejects.toThrow('enough');
    expect((await second).verdict).toBe('reset');
  });

  it('is called off when the network changes', async () => {
    const { ask, reset: changeNetwork } = testsOver(
      createNamedDialer({ 'neutral.test': await cutting(reset) }),
    );
    const asking = ask();
    changeNetwork();
    await expect(asking).rejects.toThrow('the network changed');
  });
});

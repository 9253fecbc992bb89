import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { formatHostPort, type HostPort } from '../model/address.ts';
import type { Transport } from '../model/transport.ts';
import { createAuthority } from '../testing/authority.ts';
import { type BareSidecars, openBareSidecars } from '../testing/bare-sidecars.ts';
import type { Daemon } from '../testing/daemon.ts';
import { askByDatagram, type DatagramPeer, startDatagramPeer } from '../testing/datagrams.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createLoopbackDialer } from '../testing/loopback-dialer.ts';
import { startMicrosocks } from '../testing/proxies.ts';
import { startServer, type TestServer } from '../testing/servers.ts';
import { answerAtTheEnd, echo, hear, netError, sendAndHear } from '../testing/streams.ts';
import { buildTransport, type Toolbox } from './build.ts';
import { parseExpression } from './expression.ts';
import { askingOf } from './testing/asking.ts';
import { comesThrough, expectGivenUp } from './testing/dials.ts';
import { WAYS_HERE, WAYS_MISSING } from './testing/every-way.ts';
import { createNotingDialer } from './testing/noting-dialer.ts';
import { testToolbox } from './testing/toolbox.ts';
import { transfer } from './testing/transfer.ts';
import { identities, UNANSWERED, type Way } from './testing/ways.ts';

/** How much goes both ways at once; the proof asks for more. */
const MEGABYTES = Number(process.env.FOOTBRIDGE_TRANSFER_MB ?? 1);
/** Little enough for what a kernel holds: microsocks hears nobody's answer while there is something to say. */
const CHAINED_MEGABYTES = 1 / 8;
/** V2Ray hangs up on who needs four seconds to ask for a web socket, as all do who begin together on a busy machine. */
const DIALS = 8;
const STREAMS = Number(process.env.FOOTBRIDGE_TRANSFER_STREAMS ?? 20);
const never = new AbortController().signal;
const inTime = () => AbortSignal.timeout(20_000);

const inner = createLoopbackDialer();
const kept = new Set<{ close(): void }>();
const opened: Duplex[] = [];
let target: TestServer;
let listener: TestServer;
let peer: DatagramPeer;
let socks: Daemon;
/** Of the way that is asked. */
let sidecars: BareSidecars;

beforeAll(async () => {
  target = await startServer(echo);
  listener = await startServer(answerAtTheEnd);
  peer = await startDatagramPeer();
  socks = await startMicrosocks();
});
afterEach(async () => {
  for (const stream of opened.splice(0)) stream.destroy();
  for (const connection of [...kept]) connection.close();
  await expect.poll(() => inner.open()).toBe(0);
});
afterAll(() => Promise.all([target.close(), listener.close(), peer.close(), socks.stop()]));

interface Through extends Partial<Toolbox> {
  readonly isWrong?: boolean;
  /** In place of the way's own. */
  readonly query?: string | undefined;
  /** Elements before it. */
  readonly over?: string;
}

function through(
  way: Way,
  server: HostPort,
  { isWrong = false, over, query = way.query, ...options }: Through = {},
): Transport {
  const element = `${way.login(isWrong)}${formatHostPort(server)}${query ?? ''}`;
  const parsed = parseExpression(over === undefined ? element : `${over} | ${element}`);
  if (!parsed.ok) throw new Error(parsed.error.code);
  const base = { direct: () => inner, roots: [identities().authority.cert], kept, sidecars };
  return buildTransport(parsed.expression, testToolbox({ ...base, ...options }));
}

for (const what of WAYS_MISSING) test.skip(what, () => undefined);

for (const way of WAYS_HERE) {
  describe(way.name, () => {
    let server: Daemon;
    beforeAll(async () => {
      sidecars = openBareSidecars([identities().authority.cert], way.engine);
      server = await way.start();
    });
    afterAll(() => Promise.all([server.stop(), sidecars.close()]));

    /** How something on loopback is called behind the server. */
    const behind = ({ host, port }: HostPort): HostPort => ({ host: way.loopback ?? host, port });
    const dial = async ({ dialer }: Transport, to: HostPort = target): Promise<Duplex> => {
      const stream = await dialer.dial(behind(to), { signal: never });
      opened.push(stream);
      return stream;
    };

    const asked = askingOf(way.name);

    asked('connect', 'words go both ways', async () => {
      const stream = await dial(through(way, server));
      expect(await sendAndHear(stream, 'hello')).toBe('hello');
      expect(await sendAndHear(stream, 'and again')).toBe('and again');
    });

    asked('bulk', 'megabytes go both ways at once and come back whole', async () => {
      const stream = await dial(through(way, server));
      const since = performance.now();
      expect(await transfer(stream, MEGABYTES)).toBe(true);
      const rate = (MEGABYTES * 1000) / (performance.now() - since);
      stream.destroy();
      return rate;
    });

    asked(
      'end',
      way.isHalfOpen ? 'a target answers when we have ended' : 'our end ends both ways',
      async () => {
        const stream = await dial(through(way, server), listener);
        const closed = once(stream, 'close').catch(() => undefined);
        stream.end('x'.repeat(1000));
        // What ends both ways at once breaks off what was not answered yet.
        const heard = await hear(stream, 'you said 1000 bytes'.length).catch(() => '');
        if (way.isHalfOpen) expect(heard).toBe('you said 1000 bytes');
        else expect(['', 'you said 1000 bytes']).toContain(heard);
        stream.resume();
        await closed;
      },
    );

    asked('streams', 'many streams at once do not mix', async () => {
      const transport = through(way, server);
      const texts = Array.from({ length: STREAMS }, (_, index) => `stream ${index}`);
      const streams: Duplex[] = [];
      // Who has nothing to say yet, Xray takes for one who has said all by VMess.
      const greeted = async () => {
        const stream = await dial(transport);
        expect(await sendAndHear(stream, 'hello')).toBe('hello');
        return stream;
      };
      for (let from = 0; from < STREAMS; from += DIALS) {
        const batch = texts.slice(from, from + DIALS);
        streams.push(...(await Promise.all(batch.map(greeted))));
      }
      const heard = await Promise.all(
        streams.map((stream, index) => sendAndHear(stream, texts[index] ?? '')),
      );
      for (const stream of streams) stream.destroy();
      expect(heard).toEqual(texts);
    });

    asked('abort', 'a dial that is called off at any moment leaves nothing (N1)', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 40 }, async (_, index) => {
          const aborter = new AbortController();
          const reason = new Error(`abort ${index}`);
          const dialled = through(way, server).dialer.dial(behind(target), { signal: aborter.signal });
          setTimeout(() => aborter.abort(reason), index / 2);
          return dialled.then(
            (stream) => stream.destroy() && !aborter.signal.aborted,
            (error: unknown) => error === reason,
          );
        }),
      );
      expect(outcomes).not.toContain(false);
    });

    asked(
      'killed',
      'a transfer breaks when the server is killed, and the next dial is refused (N11)',
      async () => {
        const mortal = await way.start();
        const transport = through(way, mortal);
        const stream = await dial(transport);
        await sendAndHear(stream, 'hello');
        const closed = once(stream, 'close').catch(() => undefined);
        stream.on('error', () => undefined).write(randomBytes(4 << 20));
        await once(stream, 'readable');
        await mortal.stop();
        // Nobody tells a tunnel that its other end is gone.
        if (way.wrong === UNANSWERED) return expectGivenUp((clock) => dial(through(way, mortal, { clock })));
        // Where all had been passed on by then, it only ends.
        stream.resume().once('end', () => stream.destroy());
        // V2Ray notices only where there is more to pass on.
        const more = setInterval(() => way.isByEngine && stream.write('more'), 50);
        await closed;
        clearInterval(more);
        if (way.tellsEnds) expect(stream.errored).toMatchObject({ failure: 'connection_reset' });
        // And lets in whoever comes.
        if (way.isByEngine) return;
        // Dante's other processes end a moment after it.
        await expect.poll(async () => (await netError(dial(transport))).failure).toBe('x_proxy_refused');
      },
    );

    asked('wrong secret', 'with a wrong secret nothing comes through (N11)', async () => {
      const before = target.accepted();
      if (way.wrong === UNANSWERED)
        return expectGivenUp((clock) => dial(through(way, server, { clock, isWrong: true })));
      const wrong = through(way, server, { isWrong: true });
      if (way.wrong === '') {
        // Whoever asks for no secret lets in whoever has one.
        expect(await sendAndHear(await dial(wrong), 'hello')).toBe('hello');
        return;
      }
      if (way.wrong !== null) {
        expect((await netError(dial(wrong))).failure).toBe(way.wrong);
        return;
      }
      const stream = await dial(wrong);
      const heard: unknown[] = [];
      stream.on('data', (chunk) => heard.push(chunk)).on('error', () => undefined);
      stream.write('x'.repeat(100));
      // Somebody who comes later with the right one gets through meanwhile.
      expect(await sendAndHear(await dial(through(way, server)), 'right')).toBe('right');
      expect(target.accepted()).toBe(before + 1);
      expect(heard).toEqual([]);
    });

    if (way.isTls)
      asked('wrong certificate', 'a certificate of nobody we trust is refused (N4)', async () => {
        const { wrongPin } = way;
        const wrong = wrongPin === undefined ? { roots: [createAuthority().cert] } : { query: wrongPin };
        const others = openBareSidecars(wrong.roots ?? [], way.engine);
        onTestFinished(others.close);
        const dialling = dial(through(way, server, { ...wrong, sidecars: others }));
        if (way.isByEngine) return expect(await comesThrough(dialling, target)).toBe(false);
        const error = await netError(dialling);
        expect([error.operation, error.failure]).toEqual(
          wrongPin === undefined ? ['tls', 'ssl_unknown_authority'] : ['proxy', 'x_proxy_changed_identity'],
        );
      });

    asked('slow-loris', 'a server that never gets to the point does not hold us (N1)', async () => {
      const slow = way.isOverDatagrams
        ? await startDatagramPeer(() => undefined)
        : await startServer((socket) => void socket.write((way.begins ?? '').slice(0, 1), 'latin1'));
      onTestFinished(() => slow.close());
      if (way.begins === null) return void (await dial(through(way, slow, { clock: createFakeClock() })));
      await expectGivenUp(
        (clock) => dial(through(way, slow, { clock })),
        () => ('heard' in slow ? slow.heard() : slow.accepted()) > 0,
      );
    });

    if (way.hasPackets !== null)
      asked('datagrams', way.hasPackets ? 'datagrams come back' : 'no datagram is promised', async () => {
        const { packets } = through(way, server);
        if (!way.hasPackets) return expect(packets).toBeUndefined();
        const flow = await packets?.bind({ signal: inTime() });
        if (flow === undefined) throw new Error('carries none');
        expect((await askByDatagram(flow, 'hello', behind(peer), inTime())).text).toBe('hello');
        flow.close();
      });

    if (way.isByEngine) {
      asked(
        'engine killed',
        'a transfer breaks when the engine is killed, and the next dial has another (B5)',
        async () => {
          const transport = through(way, server);
          const stream = await dial(transport);
          await sendAndHear(stream, 'hello');
          const closed = once(stream, 'close').catch(() => undefined);
          stream.on('error', () => undefined).write(randomBytes(4 << 20));
          await once(stream, 'readable');
          const pids = sidecars.pids;
          const engines = pids.length;
          // That of this server was started before those of the others.
          process.kill(pids[0] ?? 0, 'SIGKILL');
          stream.resume().once('end', () => stream.destroy());
          await closed;
          await expect.poll(() => pids.length).toBe(engines + 1);
          expect(await sendAndHear(await dial(transport), 'hello')).toBe('hello');
        },
      );
      // Nothing of ours stands beneath it.
      return;
    }

    asked('over SOCKS5', 'over SOCKS5 (N12)', async () => {
      const noting = createNotingDialer(inner);
      const over = `socks5://${formatHostPort(socks)}`;
      const stream = await dial(through(way, server, { over, direct: () => noting }));
      expect(await sendAndHear(stream, 'chained')).toBe('chained');
      expect(await transfer(stream, CHAINED_MEGABYTES)).toBe(true);
      expect([...noting.dialled]).toEqual([formatHostPort(socks)]);
    });

    asked('over a cut hello', 'over a hello that is cut (N12)', async () => {
      const stream = await dial(through(way, server, { over: 'tlsfrag:sni+tcpfrag:sni' }));
      expect(await sendAndHear(stream, 'cut')).toBe('cut');
      expect(await transfer(stream, CHAINED_MEGABYTES)).toBe(true);
    });
  });
}

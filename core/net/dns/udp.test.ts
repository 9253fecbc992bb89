import type { DecodedPacket } from 'dns-packet';
import { afterEach, describe, expect, it } from 'vitest';
import type { HostPort } from '../../model/address.ts';
import type { Step } from '../../model/trace.ts';
import {
  FLAGS,
  NXDOMAIN,
  replyTo,
  type Send,
  startTcpDnsServer,
  startUdpServer,
  type UdpServer,
} from '../../testing/dns-servers.ts';
import { turns, until } from '../../testing/event-loop.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { createLoopbackDialer } from '../../testing/loopback-dialer.ts';
import { createSeededRandom } from '../../testing/seeded-random.ts';
import { netError } from '../../testing/streams.ts';
import { udpDialer } from '../packet.ts';
import { createUdpResolver } from './udp.ts';

const TRUE = { addresses: ['203.0.113.1'] };
const FORGED = { addresses: ['10.10.34.36'] };
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function setUp(handle: (query: DecodedPacket, send: Send, from: HostPort) => void) {
  const server = await startUdpServer(handle);
  open.push(server.close);
  return { ...ask(server), server };
}

function ask(server: UdpServer, addresses: readonly string[] = [server.host]) {
  const clock = createFakeClock();
  const dialer = createLoopbackDialer();
  const steps: Step[] = [];
  const controller = new AbortController();
  const resolver = createUdpResolver(
    {
      operator: {
        id: 'test',
        name: 'Test',
        country: 'ZZ',
        addresses: [...addresses],
        plain: true,
        source: '',
      },
      packetDialer: udpDialer,
      dialer,
      clock,
      random: createSeededRandom(),
      isForged: (address) => address.startsWith('10.'),
    },
    server.port,
  );
  const options = { signal: controller.signal, trace: (step: Step) => steps.push(step) };
  const answer = resolver.resolve('web.example', 4, options);
  answer.catch(() => undefined);
  return { answer, clock, steps, controller, dialer };
}

/** Lets datagrams travel; the fake clock does not move. */
async function heard(server: UdpServer, queries = 1) {
  await until(() => server.asked() >= queries);
  await turns(50);
}

describe('the UDP resolver', () => {
  it('answers at once when the reply is beyond suspicion', async () => {
    const { answer, steps, clock } = await setUp((query, send) => send(replyTo(query, TRUE)));
    expect(await answer).toEqual({ addresses: ['203.0.113.1'], ttl: 60 });
    expect(steps).toMatchObject([{ resolver: 'udp:test', failure: null, addresses: ['203.0.113.1'] }]);
    expect(clock.sleepers()).toBe(0);
  });

  it('prefers the true answer that comes after a forged one, and reports the forgery (N5, N6)', async () => {
    const { answer, steps } = await setUp((query, send) => {
      send(replyTo(query, { ...FORGED, edns: false }));
      void turns(10).then(() => send(replyTo(query, TRUE)));
    });
    expect((await answer).addresses).toEqual(['203.0.113.1']);
    expect(steps).toMatchObject([
      { failure: 'dns_bogon_error', addresses: ['10.10.34.36'], name: 'web.example', resolver: 'udp:test' },
      { failure: null, addresses: ['203.0.113.1'] },
    ]);
  });

  it('prefers the true answer that comes after a forged NXDOMAIN (N6)', async () => {
    const { answer, steps } = await setUp((query, send) => {
      send(replyTo(query, { rcode: NXDOMAIN }));
      void turns(10).then(() => send(replyTo(query, TRUE)));
    });
    expect((await answer).addresses).toEqual(['203.0.113.1']);
    expect(steps.map(({ failure }) => failure)).toEqual(['dns_nxdomain_error', null]);
  });

  it('prefers a second answer with EDNS to a first one without (N6)', async () => {
    const { answer, steps } = await setUp((query, send) => {
      send(replyTo(query, { addresses: ['203.0.113.66'], edns: false }));
      void turns(10).then(() => send(replyTo(query, TRUE)));
    });
    expect((await answer).addresses).toEqual(['203.0.113.1']);
    expect(steps.map(({ failure }) => failure)).toEqual(['x_unexpected_answer', null]);
  });

  it('takes a merely suspicious answer when no other comes within the window', async () => {
    const { answer, clock, server, steps } = await setUp((query, send) =>
      send(replyTo(query, { ...TRUE, edns: false })),
    );
    await heard(server);
    await clock.advance(500);
    expect((await answer).addresses).toEqual(['203.0.113.1']);
    expect(steps).toHaveLength(1);
  });

  it('never gives a forged answer, even where no other comes (N5)', async () => {
    const { answer, clock, server, steps } = await setUp((query, send) => send(replyTo(query, FORGED)));
    await heard(server);
    await clock.advance(500);
    expect(await netError(answer)).toMatchObject({ operation: 'resolve', failure: 'dns_bogon_error' });
    expect(steps[0]).toMatchObject({ failure: 'dns_bogon_error', addresses: ['10.10.34.36'] });
  });

  it('believes an NXDOMAIN that stays alone', async () => {
    const { answer, clock, server } = await setUp((query, send) => send(replyTo(query, { rcode: NXDOMAIN })));
    await heard(server);
    await clock.advance(500);
    expect((await netError(answer)).failure).toBe('dns_nxdomain_error');
  });

  it('passes over a reply with another id, in another case, broken, or from another server', async () => {
    const stranger = await startUdpServer(() => undefined);
    open.push(stranger.close);
    const { answer } = await setUp((query, send, from) => {
      stranger.send(replyTo(query, { addresses: ['203.0.113.66'] }), from);
      send(replyTo(query, { ...FORGED, id: (query.id ?? 0) ^ 1 }));
      send(replyTo(query, { ...FORGED, questions: [{ type: 'A', name: 'web.example' }] }));
      send(Buffer.from('garbage'));
      void turns(10).then(() => send(replyTo(query, TRUE)));
    });
    expect((await answer).addresses).toEqual(['203.0.113.1']);
  });

  it('names the wrong id where nothing else came', async () => {
    const { answer, clock, server } = await setUp((query, send) =>
      send(replyTo(query, { ...TRUE, id: (query.id ?? 0) ^ 1 })),
    );
    await heard(server);
    await clock.advance(3_000);
    expect((await netError(answer)).failure).toBe('dns_reply_with_wrong_query_id');
  });

  it('asks again after a second of silence, since datagrams get lost', async () => {
    let queries = 0;
    const { answer, clock, server } = await setUp((query, send) => {
      queries += 1;
      if (queries === 2) send(replyTo(query, TRUE));
    });
    await heard(server);
    await clock.advance(1_000);
    expect((await answer).addresses).toEqual(['203.0.113.1']);
  });

  it('gives up on silence as a timeout, and closes its socket', async () => {
    const { answer, clock, server } = await setUp(() => undefined);
    await heard(server);
    await clock.advance(3_000);
    expect((await netError(answer)).failure).toBe('generic_timeout_error');
    expect(clock.sleepers()).toBe(0);
  });

  it('goes to TCP for an answer that was cut short', async () => {
    const { answer, server, dialer } = await (async () => {
      const tcp = await startTcpDnsServer((query, send) => send(replyTo(query, TRUE)));
      const truncate = (query: DecodedPacket, send: Send) =>
        send(replyTo(query, { flags: FLAGS.recursion | FLAGS.truncated }));
      // TCP first: far more ports of TCP are in use than of UDP.
      const udp = await startUdpServer(truncate, tcp.host, tcp.port);
      open.push(udp.close, tcp.close);
      return { ...ask(udp), server: tcp };
    })();
    expect((await answer).addresses).toEqual(['203.0.113.1']);
    expect(server.accepted()).toBe(1);
    await expect.poll(() => dialer.open()).toBe(0);
  });

  it('tries the next address while the first stays silent', async () => {
    const silent = await startUdpServer(() => undefined, '127.0.0.2');
    const good = await startUdpServer((query, send) => send(replyTo(query, TRUE)), '127.0.0.1', silent.port);
    open.push(silent.close, good.close);
    const { answer, clock } = ask(good, ['127.0.0.2', '127.0.0.1']);
    await heard(silent);
    await clock.advance(1_000);
    expect((await answer).addresses).toEqual(['203.0.113.1']);
  });

  it('stops at once when aborted', async () => {
    const { answer, controller, server, steps } = await setUp(() => undefined);
    await heard(server);
    controller.abort(new Error('enough'));
    await expect(answer).rejects.toThrow('enough');
    expect(steps).toMatchObject([{ failure: 'interrupted' }]);
  });
});

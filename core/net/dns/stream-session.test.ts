import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { DecodedPacket } from 'dns-packet';
import { afterEach, describe, expect, it } from 'vitest';
import { frame, replyTo, type Send, startTcpDnsServer } from '../../testing/dns-servers.ts';
import { settle } from '../../testing/fake-clock.ts';
import { createSeededRandom } from '../../testing/seeded-random.ts';
import type { TestServer } from '../../testing/servers.ts';
import { netError } from '../../testing/streams.ts';
import { buildQuery } from './query.ts';
import { readReply } from './reply.ts';
import { createStreamSession } from './stream-session.ts';

const { signal } = new AbortController();
const random = createSeededRandom();
const servers: TestServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function setUp(handle: (query: DecodedPacket, send: Send, socket: Socket) => void) {
  const server = await startTcpDnsServer(handle);
  servers.push(server);
  const socket = connect(server.port, server.host);
  await once(socket, 'connect');
  const session = createStreamSession(socket);
  const ask = async (name: string, until = signal) => {
    const query = buildQuery(name, 4, { random, channel: 'clear' });
    return readReply(query, await session.exchange(query, until)).addresses;
  };
  return { session, ask, socket };
}

const addressFor = (query: DecodedPacket) => {
  const digit = query.questions?.[0]?.name.toLowerCase().charCodeAt(0) ?? 0;
  return replyTo(query, { addresses: [`203.0.113.${digit}`] });
};

describe('a stream session', () => {
  it('matches answers that come in another order', async () => {
    const held: (() => void)[] = [];
    const { ask } = await setUp((query, send) => {
      held.push(() => send(addressFor(query)));
      if (held.length === 3) for (const release of held.reverse()) release();
    });
    const answers = await Promise.all(['a.example', 'b.example', 'c.example'].map((name) => ask(name)));
    expect(answers).toEqual([['203.0.113.97'], ['203.0.113.98'], ['203.0.113.99']]);
  });

  it('reads a reply that arrives byte by byte', async () => {
    const { ask } = await setUp(async (query, _send, socket) => {
      for (const byte of frame(addressFor(query))) {
        socket.write(Uint8Array.of(byte));
        await settle();
      }
    });
    expect(await ask('a.example')).toEqual(['203.0.113.97']);
  });

  it.each([
    [
      'with another id',
      (query: DecodedPacket) => replyTo(query, { id: (query.id ?? 0) ^ 1 }),
      'dns_reply_with_wrong_query_id',
    ],
    [
      'to another question',
      (query: DecodedPacket) => replyTo(query, { questions: [{ type: 'A', name: 'x.example.org' }] }),
      'dns_server_misbehaving',
    ],
    ['that is empty', () => Buffer.alloc(0), 'dns_server_misbehaving'],
    ['that is giant', () => Buffer.alloc(60_000), 'dns_server_misbehaving'],
  ])('ends at a message %s', async (_, message, failure) => {
    const { ask, session } = await setUp((query, send) => send(message(query)));
    expect(await netError(ask('a.example'))).toMatchObject({ operation: 'resolve', failure });
    expect(session.isClosed()).toBe(true);
  });

  it('does not take the late answer to an abandoned question amiss', async () => {
    let late: (() => void) | undefined;
    const { ask, session } = await setUp((query, send) => {
      const answer = () => send(addressFor(query));
      if (late === undefined) late = answer;
      else {
        late();
        answer();
      }
    });
    const leaver = new AbortController();
    const left = ask('a.example', leaver.signal);
    while (late === undefined) await settle();
    leaver.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    expect(await ask('b.example')).toEqual(['203.0.113.98']);
    expect(session.isClosed()).toBe(false);
  });

  it.each([
    ['ends', (socket: Socket) => socket.end(), 'eof_error'],
    ['is reset', (socket: Socket) => socket.resetAndDestroy(), 'connection_reset'],
  ])('rejects all who wait when the connection %s', async (_, strike, failure) => {
    const { ask, session } = await setUp((_query, _send, socket) => strike(socket));
    const errors = await Promise.all([netError(ask('a.example')), netError(ask('b.example'))]);
    expect(errors.map((error) => error.failure)).toEqual([failure, failure]);
    expect(session.isClosed()).toBe(true);
    expect((await netError(ask('c.example'))).failure).toBe('connection_already_closed');
  });

  it('takes a bounded number of questions at once', async () => {
    const { ask, session } = await setUp(() => undefined);
    const waiting = Array.from({ length: 64 }, () =>
      netError(ask('a.example', new AbortController().signal)),
    );
    await settle();
    expect((await netError(ask('a.example'))).failure).toBe('connection_already_closed');
    session.close();
    expect(new Set((await Promise.all(waiting)).map(({ failure }) => failure))).toEqual(
      new Set(['connection_already_closed']),
    );
  });
});

import { once } from 'node:events';
import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import type { PacketDialer, StreamDialer } from '../../model/dialer.ts';
import { closedAfterTest } from '../../testing/closed-after-test.ts';
import { askByDatagram, startDatagramPeer } from '../../testing/datagrams.ts';
import { startServer } from '../../testing/servers.ts';
import { plainDuplex } from '../../testing/streams.ts';
import { udpDialer } from '../packet.ts';
import { inner, leavesNothingDialled, tracked } from '../testing/upstream.ts';
import { unwrapSocksPacket, wrapSocksPacket } from './socks-packet.ts';
import { createSocksPacketDialer } from './socks-packets.ts';
import { encodeAddress } from './target-address.ts';

leavesNothingDialled();

const far = { host: '192.0.2.7', port: 3478 };
const inTime = () => AbortSignal.timeout(8_000);

/** A SOCKS5 server whose relay says it is at `bound`, and answers as if it were who was asked. */
async function startRelay(bound: (port: number) => { host: string; port: number }) {
  const relay = await closedAfterTest(
    startDatagramPeer((bytes, { host, port }, socket) => {
      const packet = unwrapSocksPacket(bytes);
      if (packet) socket.send(wrapSocksPacket(packet.data, packet.from), port, host);
    }),
  );
  const clients: Socket[] = [];
  const server = await tracked(
    startServer((client) => {
      clients.push(client);
      client.once('data', () => {
        client.write(Uint8Array.of(5, 0));
        const granted = Buffer.concat([Buffer.of(5, 0, 0), encodeAddress(bound(relay.port))]);
        client.once('data', () => client.resume().write(granted));
      });
    }),
  );
  return { server, relay, clients };
}

async function ask(server: { host: string; port: number }, over?: StreamDialer, packets?: PacketDialer) {
  const flow = await createSocksPacketDialer(over ?? inner, packets ?? udpDialer, server).bind({
    signal: inTime(),
  });
  await closedAfterTest({ close: async () => flow.close() });
  return { flow, answer: await askByDatagram(flow, 'hello', far, inTime()) };
}

test.each(['127.0.0.1', '0.0.0.0'])('a relay at %s is found', async (host) => {
  const { server } = await startRelay((port) => ({ host, port }));
  const { answer } = await ask(server);
  expect([answer.text, answer.from]).toEqual(['hello', far]);
});

test('a server outside sends nobody to an address inside: its own is taken', async () => {
  const { server } = await startRelay((port) => ({ host: '10.0.0.8', port }));
  const outside = { host: '203.0.113.5', port: server.port };
  const asked: string[] = [];
  const packets: PacketDialer = {
    async bind(options) {
      const flow = await udpDialer.bind(options);
      const send = (data: Uint8Array, to: { host: string; port: number }) => {
        asked.push(to.host);
        return flow.send(data, { ...to, host: '127.0.0.1' });
      };
      const receive = async (signal: AbortSignal) => {
        const packet = await flow.receive(signal);
        return { ...packet, from: { ...packet.from, host: outside.host } };
      };
      return { ...flow, send, receive };
    },
  };
  // What stands on another's tunnel has no address of its own.

  const over: StreamDialer = { dial: async (_, options) => plainDuplex(await inner.dial(server, options)) };
  const { answer } = await ask(outside, over, packets);
  expect(answer.text).toBe('hello');
  expect(new Set(asked)).toEqual(new Set([outside.host]));
});

test('datagrams of somebody else are not taken for the relay’s', async () => {
  const { server, relay } = await startRelay((port) => ({ host: '127.0.0.1', port }));
  let own = { host: '', port: 0 };
  const spy = await closedAfterTest(startDatagramPeer());
  const packets: PacketDialer = {
    async bind(options) {
      const flow = await udpDialer.bind(options);
      // The spy's echo comes to our port from its own.
      await flow.send(wrapSocksPacket(Buffer.from('forged'), far), spy);
      await expect.poll(() => spy.heard()).toBe(1);
      own = { host: spy.host, port: spy.port };
      return flow;
    },
  };
  const { answer } = await ask(server, inner, packets);
  expect(answer.text).toBe('hello');
  expect(own.port).not.toBe(relay.port);
});

test('a flow ends with its connection, and the connection with its flow', async () => {
  const { server, clients } = await startRelay((port) => ({ host: '127.0.0.1', port }));
  const { flow } = await ask(server);
  clients[0]?.end();
  await expect(flow.receive(inTime())).rejects.toThrow('connection_already_closed');
  const { flow: other } = await ask(server);
  const [, second] = clients;
  if (second === undefined) throw new Error('no second client');
  const ended = once(second, 'end');
  other.close();
  await ended;
  await expect(other.send(Buffer.from('x'), far)).rejects.toThrow('connection_already_closed');
});

test('what is no host is not asked for, and a relay without a port is no proxy', async () => {
  const { server } = await startRelay((port) => ({ host: '127.0.0.1', port }));
  const { flow } = await ask(server);
  await expect(flow.send(Buffer.from('x'), { host: 'a b', port: 1 })).rejects.toMatchObject({
    failure: 'x_proxy_forbidden_target',
  });
  const { server: portless } = await startRelay(() => ({ host: '127.0.0.1', port: 0 }));
  const bound = createSocksPacketDialer(inner, udpDialer, portless).bind({ signal: inTime() });
  await expect(bound).rejects.toMatchObject({ failure: 'x_proxy_not_a_proxy' });
});

test('a password that has no room is refused before anything is dialled', async () => {
  const credentials = { username: 'x'.repeat(256), password: '' };
  const bound = createSocksPacketDialer(inner, udpDialer, { ...far, credentials }).bind({ signal: inTime() });
  await expect(bound).rejects.toMatchObject({ failure: 'x_proxy_bad_credentials' });
});

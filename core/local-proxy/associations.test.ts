import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { HostPort } from '../model/address.ts';
import type { PacketDialer } from '../model/dialer.ts';
import { NetError } from '../model/failure.ts';
import type { Decision } from '../model/route.ts';
import type { Transport, TransportKind } from '../model/transport.ts';
import { udpDialer } from '../net/packet.ts';
import { unwrapSocksPacket, wrapSocksPacket } from '../net/proxy/socks-packet.ts';
import { closedAfterTest } from '../testing/closed-after-test.ts';
import { type DatagramPeer, startDatagramPeer } from '../testing/datagrams.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { hear } from '../testing/streams.ts';
import { closed, connectTo, createTestTable, failingDialer, proxyWith, route, transport } from './harness.ts';
import type { LocalProxy, LocalProxyOptions } from './local-proxy.ts';

const peer = (): Promise<DatagramPeer> => closedAfterTest(startDatagramPeer());

/** A client's association: its connection, where it sends to, and a port of its own. */
interface Client {
  readonly control: Socket;
  readonly relay: HostPort;
  say(text: string, to: HostPort, fragment?: number): void;
  /** Says something until it is answered. */
  ask(text: string, to: HostPort): Promise<{ text: string; from: HostPort }>;
  readonly heard: string[];
}

async function associate(proxy: LocalProxy, host = '127.0.0.1'): Promise<Client> {
  const control = await connectTo(proxy, host);
  onTestFinished(() => void control.destroy());
  control.write(Uint8Array.of(5, 1, 0, 5, 3, 0, 1, 0, 0, 0, 0, 0, 0));
  control.setEncoding('latin1');
  let reply = '';
  const length = host === '::1' ? 24 : 12;
  for await (const text of control.iterator({ destroyOnReturn: false })) {
    reply += text;
    if (reply.length >= length) break;
  }
  control.resume().once('end', () => control.end());
  const bytes = Buffer.from(reply, 'latin1');
  expect(bytes.subarray(0, 5)).toEqual(Buffer.of(5, 0, 5, 0, 0));
  const relay = { host, port: bytes.readUInt16BE(length - 2) };
  return { control, relay, ...(await sender(relay)) };
}

/** A program's own UDP port. */
async function sender(relay: HostPort): Promise<Pick<Client, 'say' | 'ask' | 'heard'>> {
  const socket = createSocket(relay.host.includes(':') ? 'udp6' : 'udp4');
  socket.bind(0, relay.host);
  await once(socket, 'listening');
  onTestFinished(() => void socket.close());
  const heard: string[] = [];
  const answers: { text: string; from: HostPort }[] = [];
  socket.on('message', (bytes) => {
    const packet = unwrapSocksPacket(bytes);
    if (packet === undefined) return;
    const text = Buffer.from(packet.data).toString();
    heard.push(text);
    answers.push({ text, from: packet.from });
  });
  const say = (text: string, to: HostPort, fragment = 0) => {
    const bytes = wrapSocksPacket(Buffer.from(text), to);
    bytes[2] = fragment;
    socket.send(bytes, relay.port, relay.host);
  };
  return {
    heard,
    say,
    async ask(text, to) {
      await expect
        .poll(
          () => {
            if (!heard.includes(text)) say(text, to);
            return heard.includes(text);
          },
          { timeout: 8_000 },
        )
        .toBe(true);
      const answer = answers.find((one) => one.text === text);
      if (answer === undefined) throw new Error('no answer');
      return answer;
    },
  };
}

/** A transport that carries datagrams by `packets`, or none. */
function carrier(id: string, packets?: PacketDialer, kind: TransportKind = 'server'): Transport {
  return { ...transport(id, failingDialer('connection_refused'), kind), ...(packets && { packets }) };
}

/** Sends all to one peer, and keeps for whom they were. */
function packetsTo(to: HostPort): PacketDialer & { readonly targets: string[]; bound(): number } {
  const targets: string[] = [];
  let bound = 0;
  return {
    targets,
    bound: () => bound,
    async bind(options) {
      bound += 1;
      const flow = await udpDialer.bind(options);
      return {
        ...flow,
        send(data, { host }) {
          targets.push(host);
          return flow.send(data, to);
        },
        async receive(signal) {
          return { ...(await flow.receive(signal)), from: { host: '192.0.2.9', port: 3478 } };
        },
      };
    },
  };
}

const isChat = ({ host }: HostPort) => host === 'turn.chat.test' || host === '192.0.2.9';
const proxyDeciding = (decision: Decision, options: Partial<LocalProxyOptions> = {}): Promise<LocalProxy> =>
  proxyWith({
    table: { ...createTestTable(), decideDatagram: (to) => (isChat(to) ? decision : { kind: 'direct' }) },
    ...options,
  });

test('what is no messenger’s goes straight out, and comes back from whoever answers (D11)', async () => {
  const proxy = await proxyWith();
  const client = await associate(proxy);
  for (const to of [await peer(), await peer()]) {
    const { from } = await client.ask(`to ${to.port}`, to);
    expect(from).toEqual({ host: to.host, port: to.port });
  }
});

test('a client on ::1 is served there', async (context) => {
  const proxy = await proxyWith();
  if (!proxy.addresses.includes('::1')) return context.skip('this computer has no ::1');
  const client = await associate(proxy, '::1');
  const to = await closedAfterTest(startDatagramPeer(undefined, '::1'));
  expect((await client.ask('hello', to)).from).toEqual({ host: '::1', port: to.port });
});

test('a messenger’s goes by the first of its ways that carries any (D11)', async () => {
  const far = await peer();
  const packets = packetsTo(far);
  const decision = route([carrier('plain', undefined, 'plain'), carrier('ssh'), carrier('ss', packets)]);
  const client = await associate(await proxyDeciding(decision));
  const { from } = await client.ask('hello', { host: 'turn.chat.test', port: 3478 });
  expect(from).toEqual({ host: '192.0.2.9', port: 3478 });
  await client.ask('again', { host: '192.0.2.9', port: 3478 });
  expect(new Set(packets.targets)).toEqual(new Set(['turn.chat.test', '192.0.2.9']));
  expect(packets.bound()).toBe(1);
});

test.each<[string, Decision, number]>([
  ['whose ways carry none', route([carrier('plain', undefined, 'plain'), carrier('ssh')]), 3478],
  [
    'that may use proven ways only, and has none',
    { kind: 'refuse', key: { messenger: 'whatsapp', purpose: 'calls' } },
    3478,
  ],
  ['to port 443', { kind: 'direct' }, 443],
])('none leaves of a messenger %s (D11)', async (_, decision, port) => {
  const asked: HostPort[] = [];
  const directPackets: PacketDialer = {
    async bind(options) {
      const flow = await udpDialer.bind(options);
      const send = (data: Uint8Array, to: HostPort) => {
        asked.push(to);
        return flow.send(data, to);
      };
      return { ...flow, send };
    },
  };
  const client = await associate(await proxyDeciding(decision, { directPackets }));
  for (const host of ['turn.chat.test', '192.0.2.9']) client.say('secret', { host, port });
  // What was said after it has come back.
  const to = await peer();
  await client.ask('hello', to);
  expect(new Set(asked.map(({ host }) => host))).toEqual(new Set([to.host]));
  expect(client.heard).not.toContain('secret');
});

test('what is near is never asked of somebody’s server (D8)', async () => {
  const far = await peer();
  const packets = packetsTo(far);
  const table = createTestTable(() => route([carrier('ss', packets)]));
  const client = await associate(await proxyWith({ table }));
  client.say('near', { host: '192.168.1.1', port: 53 });
  await client.ask('far', { host: '192.0.2.9', port: 53 });
  expect(packets.targets).not.toContain('192.168.1.1');
});

test('a way that cannot be opened is passed over for a while', async () => {
  const clock = createFakeClock();
  const packets = packetsTo(await peer());
  let tries = 0;
  const failing: PacketDialer = {
    async bind() {
      tries += 1;
      throw new NetError('proxy', 'x_proxy_forbidden_target');
    },
  };
  const decision = route([carrier('socks', failing), carrier('ss', packets)]);
  const client = await associate(await proxyDeciding(decision, { clock }));
  const to = { host: 'turn.chat.test', port: 3478 };
  await client.ask('hello', to);
  await client.ask('again', to);
  expect(tries).toBe(1);
  await clock.advance(31_000);
  client.say('later', to);
  await expect.poll(() => tries).toBe(2);
});

test('fragments and what is no datagram of SOCKS5 are dropped', async () => {
  const to = await peer();
  const client = await associate(await proxyWith());
  client.say('a piece', to, 1);
  client.say('a name', { host: 'no such', port: 53 });
  client.say('no port', { ...to, port: 0 });
  await client.ask('whole', to);
  expect(client.heard.filter((text) => text !== 'whole')).toEqual([]);
});

test('an association belongs to the program that sends first (D12)', async () => {
  const to = await peer();
  const client = await associate(await proxyWith());
  await client.ask('mine', to);
  const before = to.heard();
  const stranger = await sender(client.relay);
  stranger.say('not mine', to);
  await client.ask('still mine', to);
  expect(stranger.heard).toEqual([]);
  expect(client.heard).not.toContain('not mine');
  expect(to.heard()).toBeGreaterThan(before);
});

test('an association ends with its connection, and with it all it has opened (D12)', async () => {
  const handles = () => process.getActiveResourcesInfo().filter((kind) => kind === 'UDPWrap').length;
  const to = await peer();
  const proxy = await proxyWith();
  // What tests before this one have closed is gone at the end of a turn.
  await expect.poll(handles).toBe(1);
  const client = await associate(proxy);
  await client.ask('hello', to);
  client.control.end();
  await closed(client.control);
  // The program's own port is left, and the far end's.
  await expect.poll(handles).toBe(2);
  expect(proxy.connections()).toBe(0);
});

test('the proxy’s own end ends associations (D12)', async () => {
  const proxy = await proxyWith();
  const client = await associate(proxy);
  await client.ask('hello', await peer());
  await proxy.close();
  await closed(client.control);
});

test('silence ends a way after five minutes, and an association after fifteen (D12)', async () => {
  const clock = createFakeClock();
  const packets = packetsTo(await peer());
  const client = await associate(await proxyDeciding(route([carrier('ss', packets)]), { clock }));
  const to = { host: 'turn.chat.test', port: 3478 };
  await client.ask('one', to);
  await clock.advance(200_000);
  await client.ask('two', to);
  await clock.advance(200_000);
  await client.ask('three', to);
  expect(packets.bound()).toBe(1);
  await clock.advance(301_000);
  await client.ask('four', to);
  expect(packets.bound()).toBe(2);
  await clock.advance(901_000);
  await closed(client.control);
});

test('there are so many associations at once, and no more (D12)', async () => {
  const proxy = await proxyWith({ limits: { associations: 2 } });
  const first = await associate(proxy);
  await associate(proxy);
  const refused = await connectTo(proxy);
  refused.write(Uint8Array.of(5, 1, 0, 5, 3, 0, 1, 0, 0, 0, 0, 0, 0));
  expect(Buffer.from(await hear(refused, 12)).subarray(0, 4)).toEqual(Buffer.of(5, 0, 5, 1));
  refused.destroy();
  first.control.destroy();
  await expect.poll(() => proxy.connections()).toBe(1);
  await (await associate(proxy)).ask('hello', await peer());
});

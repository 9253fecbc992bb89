import { expect, test } from 'vitest';
import type { IpFamily } from '../model/address.ts';
import { NetError } from '../model/failure.ts';
import type { Resolver } from '../model/resolver.ts';
import { closedAfterTest } from '../testing/closed-after-test.ts';
import { askByDatagram, startDatagramPeer } from '../testing/datagrams.ts';
import { createDirectPacketDialer, type DirectPacketOptions } from './direct-packets.ts';
import { udpDialer } from './packet.ts';

const inTime = () => AbortSignal.timeout(8_000);

/** Answers by family, and keeps what it was asked. */
function resolverOf(answers: Partial<Record<IpFamily, string[]>>) {
  const asked: string[] = [];
  const resolver: Resolver = {
    id: 'system',
    async resolve(name, family) {
      asked.push(`${name} ${family}`);
      const addresses = answers[family];
      if (addresses === undefined) throw new NetError('resolve', 'dns_no_answer');
      return { addresses, ttl: 60 };
    },
  };
  return { resolver, asked };
}

async function open(options: Omit<DirectPacketOptions, 'packets'>) {
  const flow = await createDirectPacketDialer({ packets: udpDialer, ...options }).bind({ signal: inTime() });
  await closedAfterTest({ close: async () => flow.close() });
  return flow;
}

test('a name is looked up once for all datagrams of a flow, an address never', async () => {
  const peer = await closedAfterTest(startDatagramPeer());
  const { resolver, asked } = resolverOf({ 4: [peer.host] });
  const flow = await open({ resolver });
  for (const host of ['chat.test', 'chat.test', peer.host])
    expect((await askByDatagram(flow, host, { host, port: peer.port }, inTime())).from.host).toBe(peer.host);
  expect(asked).toEqual(['chat.test 4']);
});

test('a name without an IPv4 address is reached by IPv6', async () => {
  const peer = await closedAfterTest(startDatagramPeer(undefined, '::1'));
  const flow = await open({ resolver: resolverOf({ 6: ['::1'] }).resolver });
  const answer = await askByDatagram(flow, 'hello', { host: 'chat.test', port: peer.port }, inTime());
  expect(answer.from.host).toBe('::1');
});

test('a forged address is passed over, and named where there is no other (N5)', async () => {
  const peer = await closedAfterTest(startDatagramPeer());
  const judge = { isForged: (address: string) => address === '10.10.34.36' };
  const mixed = await open({ resolver: resolverOf({ 4: ['10.10.34.36', peer.host] }).resolver, judge });
  expect((await askByDatagram(mixed, 'x', { host: 'a.test', port: peer.port }, inTime())).text).toBe('x');
  const { resolver, asked } = resolverOf({ 4: ['10.10.34.36'] });
  const forged = await open({ resolver, judge });
  const to = { host: 'a.test', port: peer.port };
  await expect(forged.send(Buffer.from('x'), to)).rejects.toThrow('resolve: dns_no_answer');
  await expect(forged.send(Buffer.from('x'), to)).rejects.toThrow('resolve: ');
  // What failed is asked for again.
  expect(asked).toEqual(['a.test 4', 'a.test 6', 'a.test 4', 'a.test 6']);
});

test('where only IPv6 leads out, an IPv4 address is reached through the network’s NAT64 (N3)', async () => {
  const peer = await closedAfterTest(startDatagramPeer(undefined, '::1'));
  const nat64 = { hasIpv4: () => false, synthesise: async () => ['::1'], reset: () => undefined };
  const { resolver } = resolverOf({ 4: ['192.0.2.1'] });
  const flow = await open({ resolver, nat64 });
  for (const host of ['192.0.2.1', 'chat.test'])
    expect((await askByDatagram(flow, host, { host, port: peer.port }, inTime())).from.host).toBe('::1');
});

test('a lookup under way ends with the flow', async () => {
  const resolver: Resolver = {
    id: 'system',
    resolve: (_name, _family, { signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  };
  const flow = await open({ resolver });
  const sending = flow.send(Buffer.from('x'), { host: 'a.test', port: 1 });
  flow.close();
  await expect(sending).rejects.toThrow('connection_already_closed');
});

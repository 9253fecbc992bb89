import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HostPort } from '../model/address.ts';
import type { PacketDialer, StreamDialer } from '../model/dialer.ts';
import { createAuthority } from '../testing/authority.ts';
import { type Daemon, findProgram } from '../testing/daemon.ts';
import { askByDatagram, type DatagramPeer, startDatagramPeer } from '../testing/datagrams.ts';
import { createLoopbackDialer } from '../testing/loopback-dialer.ts';
import { startDanted, startMicrosocks, startShadowsocks } from '../testing/proxies.ts';
import { startV2ray, startV2rayShadowsocks, startV2raySocks } from '../testing/v2ray.ts';
import { udpDialer } from './packet.ts';
import { createSocksDialer } from './proxy/socks.ts';
import { createSocksPacketDialer } from './proxy/socks-packets.ts';
import type { Upstream } from './proxy/upstream.ts';
import { createShadowsocksPacketDialer } from './shadowsocks/dialer.ts';
import { systemRandom } from './system-clock.ts';
import { createVlessPacketDialer } from './vless/dialer.ts';

const PROGRAMS = ['ss-server', 'danted', 'v2ray', 'microsocks'];
const missing = PROGRAMS.filter((name) => findProgram(name) === undefined);
const suite = missing.length === 0 ? describe : describe.skip;
const note = missing.length === 0 ? '' : ` (skipped: not installed here: ${missing.join(', ')})`;

const login = { username: 'lab', password: 'secret' };
const password = 'пароль:|@';
const inTime = () => AbortSignal.timeout(10_000);

suite(`Datagrams through the servers of Debian's packages${note}`, () => {
  const inner = createLoopbackDialer();
  const daemons: Daemon[] = [];
  let peer: DatagramPeer;

  beforeAll(async () => {
    peer = await startDatagramPeer();
  });
  afterAll(async () => {
    await Promise.all(daemons.map((daemon) => daemon.stop()));
    await peer.close();
    expect(inner.open()).toBe(0);
  });

  const run = async (starting: Promise<Daemon>): Promise<Daemon> => {
    const daemon = await starting;
    daemons.push(daemon);
    return daemon;
  };
  const carries = async (dialer: PacketDialer, hosts = [peer.host, 'localhost']): Promise<void> => {
    const flow = await dialer.bind({ signal: inTime() });
    for (const host of hosts) {
      const { text, from } = await askByDatagram(flow, `to ${host}`, { host, port: peer.port }, inTime());
      expect([text, from.port]).toEqual([`to ${host}`, peer.port]);
    }
    const large = 'x'.repeat(1_200);
    expect((await askByDatagram(flow, large, peer, inTime())).text).toBe(large);
    flow.close();
    await expect(flow.receive(inTime())).rejects.toThrow('connection_already_closed');
  };
  const throughSocks = (server: Upstream, streams: StreamDialer = inner, packets = udpDialer) =>
    createSocksPacketDialer(streams, packets, server);
  const throughShadowsocks = (server: HostPort, cipher: string, packets = udpDialer) =>
    createShadowsocksPacketDialer(
      packets,
      { ...server, credentials: { username: cipher, password } },
      { random: systemRandom },
    );

  test.each(['aes-128-gcm', 'aes-256-gcm', 'chacha20-ietf-poly1305'])(
    'shadowsocks-libev carries them, %s',
    async (username) => {
      const server = await run(startShadowsocks({ username, password }));
      await carries(throughShadowsocks(server, username));
    },
  );

  test('V2Ray carries them, by Shadowsocks and by SOCKS5 with a password', async () => {
    const username = 'aes-128-gcm';
    await carries(throughShadowsocks(await run(startV2rayShadowsocks({ username, password })), username));
    const socks = await run(startV2raySocks(login));
    await carries(throughSocks({ ...socks, credentials: login }));
    const wrong = throughSocks({ ...socks, credentials: { ...login, password: 'Secret' } });
    await expect(wrong.bind({ signal: inTime() })).rejects.toMatchObject({
      failure: 'x_proxy_bad_credentials',
    });
  });

  test('Dante carries them, and Shadowsocks inside it (N12)', async () => {
    const danted = await run(startDanted());
    await carries(throughSocks(danted), [peer.host]);
    const username = 'aes-256-gcm';
    const server = await run(startShadowsocks({ username, password }));
    await carries(throughShadowsocks(server, username, throughSocks(danted)));
  });

  test('V2Ray carries them by VLESS, until it is killed, and for whom it knows', async () => {
    const authority = createAuthority();
    const secret = 'b831381d-6324-4d53-ad4f-8cda48b30811';
    const server = await startV2ray({ protocol: 'vless', secret, identity: authority.issue(['127.0.0.1']) });
    const through = (username: string) =>
      createVlessPacketDialer(
        inner,
        { ...server, credentials: { username, password: '' } },
        { carriage: {}, roots: [authority.cert] },
      );
    const stranger = await through(secret.replace('1', '2')).bind({ signal: inTime() });
    await stranger.send(Buffer.from('hello'), peer);
    await carries(through(secret));
    const flow = await through(secret).bind({ signal: inTime() });
    await askByDatagram(flow, 'hello', peer, inTime());
    await server.stop();
    const asking = async () => {
      for (;;) await askByDatagram(flow, 'hello', peer, inTime());
    };
    await expect(asking()).rejects.toMatchObject({ failure: 'x_proxy_refused' });
    await expect(stranger.receive(inTime())).rejects.toThrow('connection_reset');
  });

  test('a flow ends when the SOCKS5 server is killed', async () => {
    const danted = await startDanted();
    const flow = await throughSocks(danted).bind({ signal: inTime() });
    await askByDatagram(flow, 'hello', peer, inTime());
    await danted.stop();
    await expect(flow.receive(inTime())).rejects.toThrow('connection_already_closed');
  });

  test('a server that carries none says so (N11)', async () => {
    const microsocks = await run(startMicrosocks());
    const refused = throughSocks(microsocks).bind({ signal: inTime() });
    await expect(refused).rejects.toMatchObject({ failure: 'x_proxy_forbidden_target' });
    const chained = throughSocks(await run(startDanted()), createSocksDialer(inner, 'socks5', microsocks));
    await carries(chained, [peer.host]);
  });

  test('with a wrong key nothing comes through', async () => {
    const server = await run(startShadowsocks({ username: 'aes-128-gcm', password: 'another' }));
    const before = peer.heard();
    const flow = await throughShadowsocks(server, 'aes-128-gcm').bind({ signal: inTime() });
    await flow.send(Buffer.from('hello'), peer);
    // What is said rightly afterwards has come through.
    const right = createShadowsocksPacketDialer(
      udpDialer,
      { ...server, credentials: { username: 'aes-128-gcm', password: 'another' } },
      { random: systemRandom },
    );
    const other = await right.bind({ signal: inTime() });
    const heard = await askByDatagram(other, 'right', peer, inTime());
    expect([heard.text, peer.heard()]).toEqual(['right', before + 1]);
    for (const one of [flow, other]) one.close();
  });
});

import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import type { PacketSocket } from '../model/dialer.ts';
import { turns } from '../testing/event-loop.ts';
import { settle } from '../testing/fake-clock.ts';
import { udpDialer } from './packet.ts';

const { signal } = new AbortController();
const closing: { close(): void }[] = [];
afterEach(async () => {
  for (const socket of closing.splice(0)) socket.close();
  // Handles close at the end of a turn of the event loop.
  await settle();
  await settle();
});

async function echo(host: string, handle?: (peer: Socket, data: Buffer, port: number) => void) {
  const peer = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  closing.push(peer);
  peer.on('message', (data, { port, address }) => {
    if (handle === undefined) peer.send(data, port, address);
    else handle(peer, data, port);
  });
  peer.bind(0, host);
  await once(peer, 'listening');
  return { host, port: peer.address().port };
}

async function bound(): Promise<PacketSocket> {
  const flow = await udpDialer.bind({ signal });
  closing.push(flow);
  return flow;
}

const sockets = () => process.getActiveResourcesInfo().filter((kind) => kind === 'UDPWrap').length;

describe('udpDialer', () => {
  it('carries datagrams of both families over one flow and tells where they come from', async () => {
    const flow = await bound();
    for (const to of [await echo('127.0.0.1'), await echo('::1')]) {
      await flow.send(Buffer.from('ping'), to);
      const { from, data } = await flow.receive(signal);
      expect(from).toEqual(to);
      expect(Buffer.from(data).toString()).toBe('ping');
    }
  });

  it('hands datagrams to those who wait in the order they came', async () => {
    const flow = await bound();
    const to = await echo('127.0.0.1');
    const received = Promise.all([flow.receive(signal), flow.receive(signal)]);
    await flow.send(Buffer.from('1'), to);
    await flow.send(Buffer.from('2'), to);
    expect((await received).map(({ data }) => Buffer.from(data).toString())).toEqual(['1', '2']);
  });

  it('keeps a limited number for a reader that is late', async () => {
    const flow = await bound();
    let sent = 0;
    const to = await echo('127.0.0.1', (peer, _, port) => {
      for (let i = 0; i < 400; i += 1)
        peer.send(String(i), port, '127.0.0.1', () => {
          sent += 1;
        });
    });
    await flow.send(Buffer.from('flood'), to);
    await expect.poll(() => sent).toBe(400);
    await turns(50);
    let kept = 0;
    for (;;) {
      const controller = new AbortController();
      const next = flow.receive(controller.signal);
      await settle();
      controller.abort('none');
      if ((await next.catch((reason: unknown) => reason)) === 'none') break;
      kept += 1;
    }
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThanOrEqual(256);
  });

  it('stops waiting when aborted and goes on for the next', async () => {
    const flow = await bound();
    const controller = new AbortController();
    const waiting = flow.receive(controller.signal);
    controller.abort('enough');
    await expect(waiting).rejects.toBe('enough');
    await expect(flow.receive(AbortSignal.abort('before'))).rejects.toBe('before');
    await flow.send(Buffer.from('ping'), await echo('127.0.0.1'));
    expect((await flow.receive(signal)).data).toHaveLength(4);
  });

  it('refuses everything once closed, and those who wait', async () => {
    const before = sockets();
    const flow = await udpDialer.bind({ signal });
    const to = await echo('127.0.0.1');
    await flow.send(Buffer.from('ping'), to);
    await flow.receive(signal);
    const waiting = flow.receive(signal);
    flow.close();
    flow.close();
    await expect(waiting).rejects.toThrow('read: connection_already_closed');
    await expect(flow.receive(signal)).rejects.toThrow('connection_already_closed');
    await expect(flow.send(Buffer.from('ping'), to)).rejects.toThrow('connection_already_closed');
    await expect.poll(sockets).toBe(before + 1);
  });

  it('settles what was being sent when it is closed', async () => {
    const flow = await udpDialer.bind({ signal });
    const sending = flow.send(Buffer.from('ping'), { host: '127.0.0.1', port: 9 });
    flow.close();
    await expect(sending).rejects.toThrow('read: connection_already_closed');
  });

  it('names what it cannot send to: a name, an impossible port, too much at once', async () => {
    const flow = await bound();
    const data = Buffer.from('x');
    await expect(flow.send(data, { host: 'a.test', port: 53 })).rejects.toThrow('resolve: ');
    await expect(flow.send(data, { host: '127.0.0.1', port: 70_000 })).rejects.toThrow(
      'write: unknown_failure: ERR_SOCKET_BAD_PORT',
    );
    await expect(flow.send(Buffer.alloc(70_000), { host: '127.0.0.1', port: 9 })).rejects.toThrow(
      'write: unknown_failure: EMSGSIZE',
    );
  });

  it('does not bind for an aborted signal', async () => {
    await expect(udpDialer.bind({ signal: AbortSignal.abort('before') })).rejects.toBe('before');
  });
});

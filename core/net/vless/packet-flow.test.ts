import { type Duplex, duplexPair } from 'node:stream';
import { expect, test } from 'vitest';
import { formatHostPort } from '../../model/address.ts';
import type { StreamDialer } from '../../model/dialer.ts';
import { NetError } from '../../model/failure.ts';
import { createVlessPacketFlow } from './packet-flow.ts';
import { wrapVlessPacket } from './packets.ts';

const { signal } = new AbortController();
const at = (port: number) => ({ host: '127.0.0.1', port });
const said = Buffer.from('x');

/** Dials anybody, and keeps both ends of each stream. */
function dialled(): StreamDialer & Record<'near' | 'far', Map<string, Duplex>> {
  const [near, far] = [new Map<string, Duplex>(), new Map<string, Duplex>()];
  return {
    near,
    far,
    async dial(target) {
      const [ours, other] = duplexPair();
      near.set(formatHostPort(target), ours);
      far.set(formatHostPort(target), other.on('error', () => undefined).resume());
      return ours;
    },
  };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
}

test('there is a stream for each target, and what comes by it is that target’s', async () => {
  const dialer = dialled();
  const flow = createVlessPacketFlow(dialer, { signal });
  for (const port of [1, 2, 1]) await flow.send(said, at(port));
  await settled();
  expect([...dialer.far.keys()]).toEqual(['127.0.0.1:1', '127.0.0.1:2']);
  dialer.far.get('127.0.0.1:2')?.write(wrapVlessPacket(Buffer.from('two')));
  expect(await flow.receive(signal)).toEqual({ from: at(2), data: Buffer.from('two') });
  flow.close();
  expect([...dialer.near.values()].map(({ destroyed }) => destroyed)).toEqual([true, true]);
  await expect(flow.send(said, at(1))).rejects.toThrow('connection_already_closed');
});

test('a stream that ends is opened anew once something came, and ends the flow before', async () => {
  const dialer = dialled();
  const flow = createVlessPacketFlow(dialer, { signal });
  await flow.send(said, at(1));
  await settled();
  const first = dialer.far.get('127.0.0.1:1');
  first?.end(wrapVlessPacket(said));
  await flow.receive(signal);
  await settled();
  await flow.send(said, at(1));
  await settled();
  expect(dialer.far.get('127.0.0.1:1')).not.toBe(first);

  const unheard = createVlessPacketFlow(dialer, { signal });
  for (const port of [1, 2]) await unheard.send(said, at(port));
  await settled();
  dialer.far.get('127.0.0.1:2')?.end();
  await expect(unheard.receive(signal)).rejects.toThrow('connection_reset');
});

test('a server that is not reached ends the flow with the reason', async () => {
  const refused: StreamDialer = { dial: () => Promise.reject(new NetError('proxy', 'x_proxy_refused')) };
  const flow = createVlessPacketFlow(refused, { signal });
  await flow.send(said, at(1));
  await expect(flow.receive(signal)).rejects.toMatchObject({ failure: 'x_proxy_refused' });
});

test('beyond 64 targets the one longest not written to gives way', async () => {
  const dialer = dialled();
  const flow = createVlessPacketFlow(dialer, { signal });
  for (let port = 1; port <= 64; port += 1) await flow.send(said, at(port));
  await flow.send(said, at(1));
  await flow.send(said, at(65));
  await settled();
  const gone = [...dialer.near].flatMap(([key, { destroyed }]) => (destroyed ? [key] : []));
  expect(gone).toEqual(['127.0.0.1:2']);
  dialer.far.get('127.0.0.1:65')?.write(wrapVlessPacket(said));
  expect((await flow.receive(signal)).from).toEqual(at(65));
});

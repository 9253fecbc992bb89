import { expect, test } from 'vitest';
import type { Packet, PacketDialer, PacketSocket } from '../model/dialer.ts';
import { NetError } from '../model/failure.ts';
import { abandonable } from '../net/abort.ts';
import { createDeferred } from '../testing/deferred.ts';
import { createFakeClock, settle } from '../testing/fake-clock.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { createPacketFlows } from './packet-flows.ts';

const far = { host: '192.0.2.9', port: 3478 };

/** A way that opens when it is told to, keeps what it is to send, and hears what it is told. */
function createWay(id: string) {
  const opening = createDeferred<void>();
  const sent: string[] = [];
  const hearing: ((packet: Packet) => void)[] = [];
  let open = 0;
  const socket = (): PacketSocket => {
    open += 1;
    return {
      async send(data) {
        sent.push(Buffer.from(data).toString());
      },
      receive: (signal) =>
        new Promise((resolve, reject) => {
          hearing.push(resolve);
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
      close() {
        open -= 1;
      },
    };
  };
  const dialer: PacketDialer = { bind: ({ signal }) => abandonable(opening.promise, signal).then(socket) };
  const hear = (text: string) => hearing.shift()?.({ from: far, data: Buffer.from(text) });
  return { way: { id, dialer }, opening, sent, hear, open: () => open };
}

function createFlows(limits: Partial<Limits> = {}) {
  const heard: string[] = [];
  const clock = createFakeClock();
  const deliver = ({ data }: Packet) => void heard.push(Buffer.from(data).toString());
  const flows = createPacketFlows({ clock, limits: { ...DEFAULT_LIMITS, ...limits }, deliver });
  const say = (text: string, ...ways: { way: { id: string; dialer: PacketDialer } }[]) =>
    flows.send(
      Buffer.from(text),
      far,
      ways.map(({ way }) => way),
    );
  return { flows, say, heard, clock };
}

test('so many bytes wait for a way to open, and what comes on top is dropped (D12)', async () => {
  const way = createWay('ss');
  const { say, heard } = createFlows({ packetBytes: 10 });
  for (const text of ['1234', '5678', '9012', '34']) say(text, way);
  way.opening.resolve();
  await settle();
  expect(way.sent).toEqual(['1234', '5678', '34']);
  say('9012', way);
  await settle();
  expect(way.sent.at(-1)).toBe('9012');
  way.hear('answer');
  await settle();
  expect(heard).toEqual(['answer']);
});

test('so many ways are open at once, and what wants another is dropped (D12)', async () => {
  const ways = ['a', 'b', 'c'].map(createWay);
  const { say, flows } = createFlows({ packetFlows: 2 });
  for (const way of ways) {
    way.opening.resolve();
    say('hello', way);
  }
  await settle();
  expect(ways.map(({ sent }) => sent.length)).toEqual([1, 1, 0]);
  flows.close();
  await settle();
  expect(ways.map(({ open }) => open())).toEqual([0, 0, 0]);
});

test('a way that is still opening when all is over is closed once it has', async () => {
  const way = createWay('ss');
  const { say, flows } = createFlows();
  say('hello', way);
  flows.close();
  way.opening.resolve();
  await settle();
  expect(way.open()).toBe(0);
  expect(way.sent).toEqual([]);
});

test('a way that does not open in time is passed over for the next', async () => {
  const [slow, quick] = [createWay('slow'), createWay('quick')];
  quick.opening.resolve();
  const { say, clock } = createFlows();
  say('one', slow, quick);
  await clock.advance(8_000);
  say('two', slow, quick);
  await settle();
  expect([slow.sent, quick.sent]).toEqual([[], ['two']]);
});

test('where nobody else is there, a way that rests is not asked anew by each datagram', async () => {
  let tries = 0;
  const bind = async () => {
    tries += 1;
    throw new NetError('proxy', 'x_proxy_forbidden_target');
  };
  const { say, clock } = createFlows();
  for (let at = 0; at < 5; at += 1) {
    say('x', { way: { id: 'socks', dialer: { bind } } });
    await settle();
  }
  expect(tries).toBe(1);
  await clock.advance(DEFAULT_LIMITS.packetRest);
  say('x', { way: { id: 'socks', dialer: { bind } } });
  expect(tries).toBe(2);
});

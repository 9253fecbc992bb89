import { afterEach, expect, test } from 'vitest';
import { connectMtproto } from '../gateways/telegram/testing/mtproto-client.ts';
import {
  createTestTable,
  dialerTo,
  failingDialer,
  proxyWith,
  route,
  transport,
} from '../local-proxy/harness.ts';
import { HEADER_LENGTH, readObfuscated } from '../net/obfuscated2.ts';
import { systemClock, systemRandom } from '../net/system-clock.ts';
import { closedAfterTest } from '../testing/closed-after-test.ts';
import { startServer } from '../testing/servers.ts';
import { createMtprotoDoor, mtprotoLink } from './mtproto-door.ts';

const identityKey = Buffer.alloc(32, 5);
const messengers = [{ dataCentres: { '149.154.167.51': 2 } }, {}];
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A data centre that says everything back, as it was meant. */
function startCentre() {
  return closedAfterTest(
    startServer((socket) => {
      socket.once('data', (bytes: Buffer) => {
        const header = readObfuscated(bytes.subarray(0, HEADER_LENGTH));
        if (header === undefined) return void socket.destroy();
        const back = (chunk: Buffer) => void socket.write(header.hide(header.reveal(chunk)));
        back(bytes.subarray(HEADER_LENGTH));
        socket.on('data', back);
      });
    }),
  );
}

async function setUp() {
  const centre = dialerTo(await startCentre());
  const table = createTestTable(() =>
    route([transport('dead', failingDialer('host_unreachable')), transport('alive', centre)], 'obfuscated2'),
  );
  const proxy = await proxyWith({ table });
  const told: string[] = [];
  const kept: string[] = [];
  const parts = {
    ...{ clock: systemClock, random: systemRandom, resources: { messengers } },
    vault: { identityKey, keepKeys: async () => void kept.push('keys') },
    emit: ({ event }: { event: string }) => void told.push(event),
  };
  const door = createMtprotoDoor(parts, proxy);
  closing.push(door.close);
  return {
    ...{ centre, table, proxy, door, told },
    again: () => createMtprotoDoor(parts, proxy),
    kept,
  };
}

test('an app with the secret reaches its data centre by the route that Telegram has', async () => {
  const { door, centre, table, proxy, kept } = await setUp();
  const { port, secret } = await door.open();
  expect(secret).toMatch(/^dd[0-9a-f]{32}$/);
  expect(kept).toEqual(['keys']);
  const app = await connectMtproto(port, { secret: Buffer.from(secret.slice(2), 'hex'), centre: 2 });
  app.socket.write(Buffer.concat([app.header, app.hide(Buffer.from('ping'))]));
  expect(String(await app.hear(4))).toBe('ping');
  expect(centre.targets).toEqual([{ host: '149.154.167.51', port: 443 }]);
  expect(table.told).toEqual(['dead failed: host_unreachable', 'alive carried']);
  expect(proxy.connections()).toBe(1);
  app.socket.resetAndDestroy();
  await expect.poll(() => proxy.connections()).toBe(0);
});

test('nothing listens before it is asked for; then it is the same each time, and another day (G2)', async () => {
  const { door, again, told } = await setUp();
  const address = await door.open();
  expect(await door.open()).toEqual(address);
  expect(mtprotoLink(address)).toBe(
    `tg://proxy?server=127.0.0.1&port=${address.port}&secret=${address.secret}`,
  );
  await door.close();
  await expect(door.open()).rejects.toThrow('closed');
  const later = again();
  closing.push(later.close);
  expect(await later.open(address.port)).toEqual(address);
  const meanwhile = again();
  closing.push(meanwhile.close);
  expect((await meanwhile.open(address.port)).port).not.toBe(address.port);
  expect(told).toEqual(['error']);
});

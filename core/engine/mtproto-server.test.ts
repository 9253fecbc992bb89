import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { connectMtproto } from '../gateways/telegram/testing/mtproto-client.ts';
import { startMtprotoServer } from '../gateways/telegram/testing/mtproto-server.ts';
import { createTestTable, proxyWith, route } from '../local-proxy/harness.ts';
import { createByteReader } from '../measure/byte-reader.ts';
import { askForPq } from '../measure/obfuscated2.ts';
import { startDataCentre } from '../measure/testing/chat-servers.ts';
import { systemClock, systemRandom } from '../net/system-clock.ts';
import { createLoopbackDialer } from '../testing/loopback-dialer.ts';

import { buildTransport } from '../transports/build.ts';
import { parseLink } from '../transports/links/share-link.ts';
import { createMtprotoDoor } from './mtproto-door.ts';

const KEY = '00112233445566778899aabbccddeeff';
const DOMAIN = 'www.example.org';
const { signal } = new AbortController();
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** What a link makes of itself. */
function transportOf(link: string) {
  const parsed = parseLink(link);
  if (!parsed.ok) throw new Error(parsed.error.code);
  return buildTransport(parsed.expression, {
    resolver: () => ({ id: 'system', resolve: () => Promise.reject(new Error('no names here')) }),
    direct: () => createLoopbackDialer(),
    directPackets: () => ({ bind: () => Promise.reject(new Error('no datagrams here')) }),
    ...{ roots: [], clock: systemClock, random: systemRandom, dataCentreAt: () => undefined },
    hostKeys: { known: () => undefined, pin: async () => undefined, suspect: () => undefined },
    sshAgent: () => null,
    ...{ kept: new Set(), idKey: Buffer.alloc(32) },
  });
}

async function begin(kind: 'plain' | 'dd' | 'ee', isMirror = false) {
  const centre = await startDataCentre();
  const server = await startMtprotoServer({
    ...{ key: Buffer.from(KEY, 'hex'), isPadded: kind === 'dd' },
    ...(isMirror ? {} : { centre }),
    ...(kind === 'ee' ? { domain: DOMAIN } : {}),
  });
  closing.push(centre.close, server.close);
  const secret = { plain: KEY, dd: `dd${KEY}`, ee: `ee${KEY}${Buffer.from(DOMAIN).toString('hex')}` }[kind];
  return {
    server,
    transport: transportOf(`tg://proxy?server=127.0.0.1&port=${server.port}&secret=${secret}`),
  };
}

/** The real handshake: `req_pq_multi`, and a `resPQ` that returns our nonce. */
async function ask(stream: Duplex, dc: number): Promise<void> {
  const reader = createByteReader(stream, {
    signal,
    clock: systemClock,
    operation: 'dialogue',
    silence: 5000,
  });
  const send = (pieces: readonly Uint8Array[]) => void stream.write(Buffer.concat(pieces));
  await askForPq({ send, exactly: reader.exactly }, dc, { random: systemRandom, clock: systemClock });
}

test.each(['plain', 'dd', 'ee'] as const)(
  'a link to an MTProto proxy with a %s secret stands the real handshake, every byte as it must be (M2, N13)',
  async (kind) => {
    const { server, transport } = await begin(kind);
    expect(transport).toMatchObject({ kind: 'server', carries: 'obfuscated2' });
    expect(transport.label).toBe(`mtproto://•••@127.0.0.1:${server.port}`);
    const stream = await transport.dialer.dial({ host: '149.154.167.51', port: 443 }, { signal });
    await ask(stream, -4);
    expect([server.centres, server.complaints]).toEqual([[-4], []]);
    stream.destroy();
  },
);

/** Our MTProto proxy, whose route is this one. */
async function openDoor(transport: ReturnType<typeof transportOf>) {
  const proxy = await proxyWith({ table: createTestTable(() => route([transport], 'obfuscated2')) });
  const door = createMtprotoDoor(
    {
      ...{ clock: systemClock, random: systemRandom, emit: () => undefined },
      resources: { messengers: [{ dataCentres: { '149.154.167.51': 2 } }] },
      vault: { identityKey: Buffer.alloc(32), keepKeys: async () => undefined },
    },
    proxy,
  );
  closing.push(door.close);
  const { port, secret } = await door.open();
  return { port, secret: Buffer.from(secret.slice(2), 'hex'), centre: 2 };
}

test('an app goes from our MTProto proxy on through somebody’s', async () => {
  const { server, transport } = await begin('ee');
  const { port, ...wish } = await openDoor(transport);
  const app = await connectMtproto(port, wish);
  app.socket.write(app.header);
  const request = Buffer.alloc(44);
  request.writeUInt32LE(40);
  request.writeUInt32LE(0xbe7e8ef1, 24);
  request.fill(7, 28);
  app.socket.write(app.hide(request));
  const answer = await app.hear(60);
  expect(answer.subarray(28, 44)).toEqual(Buffer.alloc(16, 7));
  expect([server.centres, server.complaints]).toEqual([[2], []]);
  app.socket.resetAndDestroy();
});

test('4 MiB go there and back through both, and none of it is another', async () => {
  const { server, transport } = await begin('ee', true);
  const { port, ...wish } = await openDoor(transport);
  const app = await connectMtproto(port, wish);
  const said = randomBytes(4 << 20);
  app.socket.write(app.header);
  app.socket.write(app.hide(said));
  const heard = await app.hear(said.length);
  expect(heard.equals(said)).toBe(true);
  expect(server.complaints).toEqual([]);
  app.socket.resetAndDestroy();
});

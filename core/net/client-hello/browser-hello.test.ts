import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import * as fc from 'fast-check';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BrowserHelloSchema } from '../../model/browser-hello.ts';
import { createAuthority } from '../../testing/authority.ts';
import { scratchFolder, startDaemon } from '../../testing/daemon.ts';
import { check } from '../../testing/fuzz.ts';
import { buildHello, hostNames, inRecords } from '../../testing/hellos.ts';
import { startTlsServer } from '../../testing/servers.ts';
import { systemRandom } from '../system-clock.ts';
import { createBrowserHello } from './browser-hello.ts';
import { readClientHello } from './read.ts';
import { readServerHelloStart } from './server-hello.ts';

const file = new URL('../../../resources/hellos/chrome.json', import.meta.url);
const chrome = v.parse(BrowserHelloSchema, JSON.parse(readFileSync(file, 'utf8')));
const fresh = (serverName: string) => createBrowserHello(chrome, { serverName, random: systemRandom });

function read(flight: Uint8Array) {
  const reading = readClientHello(flight);
  if (reading.state !== 'hello') throw new Error(`no hello but ${reading.state}`);
  const { body, handshake, ...hello } = reading.hello;
  const field = ({ start, end }: { start: number; end: number }) =>
    Buffer.from(handshake.subarray(start, end));
  const extension = (type: number) => {
    const found = body.extensions.find((candidate) => candidate.type === type);
    return found === undefined ? Buffer.alloc(0) : field(found.data);
  };
  return { ...hello, types: body.extensions.map(({ type }) => type), body, field, extension };
}
const recorded = read(Buffer.from(chrome.hello, 'hex'));

describe("the recorded browser's hello", () => {
  test('is a whole one of a browser, to a name, with a post-quantum key share', () => {
    expect(recorded).toMatchObject({
      serverName: 'web.whatsapp.com',
      alpn: ['h2', 'http/1.1'],
      browserSized: true,
    });
    expect(recorded.bytes.length).toBe(chrome.hello.length / 2);
    expect(recorded.extension(51).indexOf(Buffer.from([0x11, 0xec, 0x04, 0xc0]))).toBeGreaterThan(0);
  });

  test('takes any host name, and all its lengths follow', () => {
    const names = hostNames.filter(({ length }) => length <= 253);
    check(
      fc.property(names, (serverName) => {
        const flight = fresh(serverName);
        const hello = read(flight);
        expect(hello.serverName).toBe(serverName);
        expect(hello.types).toEqual(recorded.types);
        expect(hello.bytes.length).toBe(flight.length);
        expect(flight.length - recorded.bytes.length).toBe(serverName.length - 'web.whatsapp.com'.length);
      }),
    );
  });

  test('has a random, a session id, keys and a GREASE ECH of its own, and nothing else of its own', () => {
    const [one, other] = [read(fresh('web.whatsapp.com')), read(fresh('web.whatsapp.com'))];
    for (const hello of [one, other]) {
      expect(hello.field(hello.body.random)).not.toEqual(recorded.field(recorded.body.random));
      expect(hello.field(hello.body.sessionId)).not.toEqual(recorded.field(recorded.body.sessionId));
    }
    expect(one.field(one.body.random)).not.toEqual(other.field(other.body.random));
    const freshTypes = recorded.types.filter((type) => !one.extension(type).equals(recorded.extension(type)));
    expect(freshTypes.sort((a, b) => a - b)).toEqual([51, 0xfe0d]);
  });

  test('keeps the ML-KEM key, which no random bytes can stand for, and renews both X25519 keys', () => {
    const [before, after] = [recorded.extension(51), read(fresh('signal.org')).extension(51)];
    const hybrid = before.indexOf(Buffer.from([0x11, 0xec, 0x04, 0xc0])) + 4;
    expect(after.subarray(0, hybrid + 1184)).toEqual(before.subarray(0, hybrid + 1184));
    expect(after.subarray(hybrid + 1184, hybrid + 1216)).not.toEqual(
      before.subarray(hybrid + 1184, hybrid + 1216),
    );
    expect(after.subarray(hybrid + 1216, -32)).toEqual(before.subarray(hybrid + 1216, -32));
    expect(after.subarray(-32)).not.toEqual(before.subarray(-32));
  });

  test('a padded recording keeps its length', () => {
    const hello = inRecords(
      buildHello({ serverName: 'web.whatsapp.com', after: [[21, new Uint8Array(200)]] }),
    );
    const padded = { ...chrome, hello: hello.toString('hex') };
    for (const serverName of ['t.me', `${'a'.repeat(60)}.whatsapp.net`]) {
      const flight = createBrowserHello(padded, { serverName, random: systemRandom });
      expect(read(flight).serverName).toBe(serverName);
      expect(flight.length).toBe(hello.length);
    }
  });

  test.each(['', 'a..b', '.a', 'web.whatsapp.com.', 'ünicode.org', 'a b', 'a.'.repeat(127).concat('bc')])(
    '%j is no name to ask for',
    (name) => {
      expect(() => fresh(name)).toThrow(RangeError);
    },
  );

  test('a recording that is no hello is refused', () => {
    const recording = { ...chrome, hello: '1603' };
    expect(() => createBrowserHello(recording, { serverName: 'a.b', random: systemRandom })).toThrow(
      RangeError,
    );
  });
});

describe('real servers', () => {
  const identity = createAuthority().issue(['web.whatsapp.com']);
  const folder = scratchFolder();
  const files = { cert: folder.write('cert.pem', identity.cert), key: folder.write('key.pem', identity.key) };
  let stops: (() => Promise<void>)[] = [];
  const ports = { node: 0, openssl: 0 };

  beforeAll(async () => {
    const node = await startTlsServer({ ...identity, ALPNProtocols: ['h2', 'http/1.1'] });
    const openssl = await startDaemon('openssl', (port) => [
      ...['s_server', '-quiet', '-accept', `127.0.0.1:${port}`],
      ...['-cert', files.cert, '-key', files.key],
    ]);
    stops = [node.close, openssl.stop];
    ports.node = node.port;
    ports.openssl = openssl.port;
  });
  afterAll(async () => {
    await Promise.all(stops.map((stop) => stop()));
  });

  test.each(['node', 'openssl'] as const)('%s answers it with a ServerHello', async (server) => {
    const socket = connect(ports[server], '127.0.0.1');
    socket.write(fresh('web.whatsapp.com'));
    const [answer]: Buffer[] = await once(socket, 'data');
    socket.destroy();
    expect(readServerHelloStart(answer ?? Buffer.alloc(0))).toEqual({ kind: 'server-hello' });
  });
});

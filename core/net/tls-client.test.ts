import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import type { Step } from '../model/trace.ts';
import { createAuthority } from '../testing/authority.ts';
import { startServer, startTlsServer, type TestServer } from '../testing/servers.ts';
import { noteRoundTrip, roundTrip } from './round-trip.ts';
import { type SecureOptions, secure } from './tls-client.ts';

const trusted = createAuthority('Trusted root');
const stranger = createAuthority('State root');
const roots = [trusted.cert];
const identity = trusted.issue(['chat.test', '127.0.0.1']);
const servers: TestServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function tlsServer(
  options: Parameters<typeof startTlsServer>[0],
  handle?: (socket: TLSSocket) => void,
): Promise<TestServer> {
  const server = await startTlsServer(options, handle);
  servers.push(server);
  return server;
}

async function tcpServer(handle?: Parameters<typeof startServer>[0]): Promise<TestServer> {
  const server = await startServer(handle);
  servers.push(server);
  return server;
}

function attempt(server: TestServer, options: Partial<SecureOptions> = {}) {
  const stream = connect(server.port, server.host);
  const steps: Step[] = [];
  const result = secure(stream, {
    serverName: 'chat.test',
    verifyName: 'chat.test',
    roots,
    signal: new AbortController().signal,
    trace: (step) => steps.push(step),
    ...options,
  });
  return { stream, steps, result };
}

/** Hides a socket behind a stream that is no socket, as a tunnel through a proxy may be. */
function veil(inner: Duplex): Duplex {
  const veiled = new Duplex({
    read: () => inner.resume(),
    write: (chunk, _, done) => void inner.write(chunk, done),
    final: (done) => void inner.end(done),
    destroy: (error, done) => {
      inner.destroy();
      done(error);
    },
  });
  inner.on('data', (chunk) => veiled.push(chunk) || inner.pause());
  inner.on('end', () => veiled.push(null));
  inner.on('error', (error) => veiled.destroy(error));
  return veiled;
}

describe('secure', () => {
  it('shakes hands where the certificate is trusted and right', async () => {
    const server = await tlsServer({ ...identity, ALPNProtocols: ['h2', 'http/1.1'] });
    const { result, steps } = attempt(server, { alpn: ['h2'], address: '192.0.2.1' });
    const socket = await result;
    expect(socket.authorized).toBe(true);
    expect(socket.alpnProtocol).toBe('h2');
    expect(steps).toEqual([
      {
        operation: 'tls',
        startedAt: expect.any(Number),
        endedAt: expect.any(Number),
        failure: null,
        serverName: 'chat.test',
        hello: 'node',
        address: '192.0.2.1',
        session: {
          ...{ version: 'TLSv1.3', alpn: 'h2', cipher: expect.stringMatching(/^TLS_AES_/) },
          certificates: [new X509Certificate(identity.cert).raw.toString('base64')],
        },
      },
    ]);
    socket.destroy();
  });

  it('carries bytes both ways, and the round trip of the stream below', async () => {
    const server = await tlsServer(identity, (socket) => socket.pipe(socket));
    const stream = connect(server.port, server.host);
    noteRoundTrip(stream, 12);
    const { signal } = new AbortController();
    const socket = await secure(stream, { serverName: null, verifyName: '127.0.0.1', roots, signal });
    socket.write('hello');
    expect(String((await once(socket, 'data'))[0])).toBe('hello');
    expect(roundTrip(socket)).toBe(12);
    socket.destroy();
  });

  it('sends the server name it is given, none for null or an address, and checks another', async () => {
    const seen: string[] = [];
    const server = await tlsServer(identity, (socket) => socket.end(`${Reflect.get(socket, 'servername')}`));
    for (const serverName of ['front.test', null, '127.0.0.1']) {
      const socket = await attempt(server, { serverName, verifyName: 'chat.test' }).result;
      seen.push(String((await once(socket, 'data'))[0]));
    }
    expect(seen).toEqual(['front.test', 'false', 'false']);
  });

  it('refuses a certificate for another name and tells who issued it', async () => {
    const server = await tlsServer(trusted.issue(['other.test']));
    const { result, steps } = attempt(server);
    await expect(result).rejects.toThrow('tls: ssl_invalid_hostname');
    expect(steps).toMatchObject([
      { failure: 'ssl_invalid_hostname', issuer: 'Trusted root', session: { version: 'TLSv1.3' } },
    ]);
  });

  it('refuses an unknown authority and tells its name', async () => {
    const server = await tlsServer(stranger.issue(['chat.test']));
    const { result, steps, stream } = attempt(server);
    await expect(result).rejects.toThrow('tls: ssl_unknown_authority');
    expect(steps).toMatchObject([{ failure: 'ssl_unknown_authority', issuer: 'State root' }]);
    expect(steps[0]).not.toHaveProperty('session');
    expect(stream.destroyed).toBe(true);
    await expect.poll(() => server.open()).toBe(0);
  });

  it('refuses an expired certificate', async () => {
    const server = await tlsServer(trusted.issue(['chat.test'], -1));
    await expect(attempt(server).result).rejects.toThrow('tls: ssl_invalid_certificate');
  });

  it('names a server that does not speak TLS', async () => {
    const server = await tcpServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    await expect(attempt(server).result).rejects.toThrow('tls: ssl_failed_handshake');
  });

  it('tells an end in the middle from a reset and from silence', async () => {
    const ending = await tcpServer((socket) => socket.once('data', () => socket.end()));
    await expect(attempt(ending).result).rejects.toThrow('tls: eof_error');
    const resetting = await tcpServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    await expect(attempt(resetting).result).rejects.toThrow('tls: connection_reset');
    const silent = await tcpServer();
    const { result, steps } = attempt(silent, { timeoutMs: 50 });
    await expect(result).rejects.toThrow('tls: generic_timeout_error');
    expect(steps).toMatchObject([{ failure: 'generic_timeout_error' }]);
    await expect.poll(() => silent.open()).toBe(0);
  });

  it("rejects with the signal's reason, records an interruption and leaves no socket (N1)", async () => {
    const server = await tcpServer();
    const controller = new AbortController();
    const { result, steps, stream } = attempt(server, { signal: controller.signal });
    await once(stream, 'connect');
    controller.abort('enough');
    await expect(result).rejects.toBe('enough');
    expect(steps).toMatchObject([{ failure: 'interrupted' }]);
    await expect.poll(() => server.open()).toBe(0);
    const early = attempt(server, { signal: AbortSignal.abort('before') });
    await expect(early.result).rejects.toBe('before');
    expect(early.stream.destroyed).toBe(true);
  });

  it('does not wait on a stream that is over', async () => {
    const server = await tcpServer();
    const stream = connect(server.port, server.host).destroy();
    const { signal } = new AbortController();
    await expect(
      secure(stream, { serverName: 'a.test', verifyName: 'a.test', roots, signal }),
    ).rejects.toThrow('tls: connection_already_closed');
  });

  it('survives an error of the stream below after the handshake', async () => {
    const server = await tlsServer(identity);
    const { result, stream } = attempt(server);
    const socket = await result;
    stream.destroy(new Error('the stream below failed'));
    await new Promise<void>((resolve) => socket.once('close', () => resolve()));
    expect(socket.destroyed).toBe(true);
  });

  describe('over a stream that is no socket', () => {
    const over = async (server: TestServer, options: Partial<SecureOptions> = {}) => {
      const inner = connect(server.port, server.host);
      const { signal } = new AbortController();
      return secure(veil(inner), {
        serverName: 'chat.test',
        verifyName: 'chat.test',
        roots,
        signal,
        timeoutMs: 2_000,
        ...options,
      });
    };

    it('shakes hands', async () => {
      const server = await tlsServer(identity, (socket) => socket.end('welcome'));
      const socket = await over(server);
      expect(String((await once(socket, 'data'))[0])).toBe('welcome');
      socket.destroy();
      await expect.poll(() => server.open()).toBe(0);
    });

    it('names failures the same', async () => {
      const wrong = await tlsServer(stranger.issue(['chat.test']));
      await expect(over(wrong)).rejects.toThrow('tls: ssl_unknown_authority');
      const ending = await tcpServer((socket) => socket.once('data', () => socket.end()));
      await expect(over(ending)).rejects.toThrow('tls: eof_error');
      const resetting = await tcpServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
      await expect(over(resetting)).rejects.toThrow('tls: connection_reset');
      const silent = await tcpServer();
      await expect(over(silent, { timeoutMs: 50 })).rejects.toThrow('tls: generic_timeout_error');
      await expect.poll(() => silent.open()).toBe(0);
    });
  });
});

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../net/system-clock.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { startServer, type TestServer } from '../testing/servers.ts';
import { netError } from '../testing/streams.ts';
import { createByteReader } from './byte-reader.ts';

const never = new AbortController().signal;
const servers: TestServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function reading(handle: (socket: Socket) => void) {
  const server = await startServer(handle);
  servers.push(server);
  const socket = connect(server.port, server.host);
  return createByteReader(socket, {
    signal: never,
    clock: systemClock,
    operation: 'dialogue',
    silence: 1000,
  });
}

function passThrough() {
  const stream = new PassThrough();
  const clock = createFakeClock();
  const controller = new AbortController();
  const options = { signal: controller.signal, clock, operation: 'dialogue', silence: 1000 } as const;
  return { stream, clock, controller, reader: createByteReader(stream, options) };
}

describe('a byte reader', () => {
  it('puts pieces together and takes them apart', async () => {
    const { stream, reader } = passThrough();
    stream.write('ab');
    setImmediate(() => stream.write('cdef\r\n\r\nrest'));
    expect((await reader.exactly(3)).toString()).toBe('abc');
    expect((await reader.until('\r\n\r\n', 100)).toString()).toBe('def\r\n\r\n');
    expect((await reader.some(2))?.toString()).toBe('re');
    expect((await reader.more()).toString()).toBe('st');
    expect(reader.received()).toBe(14);
  });

  it('finds a delimiter that arrives in two pieces', async () => {
    const { stream, reader } = passThrough();
    stream.write('head\r\n\r');
    setImmediate(() => stream.write('\nbody'));
    expect((await reader.until('\r\n\r\n', 100)).toString()).toBe('head\r\n\r\n');
  });

  it('gives up on what is longer than the limit', async () => {
    const { stream, reader } = passThrough();
    stream.write('x'.repeat(101));
    expect((await netError(reader.until('\r\n', 100))).failure).toBe('x_unexpected_answer');
  });

  it('tells an orderly end from an early one', async () => {
    const reader = await reading((socket) => socket.end('abc'));
    expect((await reader.some())?.toString()).toBe('abc');
    expect(await reader.some()).toBeNull();
    expect(await netError(reader.exactly(1))).toMatchObject({ operation: 'dialogue', failure: 'eof_error' });
  });

  it('names a reset', async () => {
    const reader = await reading((socket) => socket.resetAndDestroy());
    expect((await netError(reader.exactly(1))).failure).toBe('connection_reset');
  });

  it('names silence, counted from the last byte', async () => {
    const { stream, clock, reader } = passThrough();
    stream.write('ab');
    const waiting = netError(reader.exactly(4));
    await clock.advance(999);
    stream.write('c');
    await clock.advance(999);
    expect(clock.sleepers()).toBe(1);
    await clock.advance(1);
    expect((await waiting).failure).toBe('generic_timeout_error');
  });

  it('stops with the signal’s reason and leaves no timer', async () => {
    const { clock, controller, reader } = passThrough();
    const waiting = reader.exactly(1);
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    expect(clock.sleepers()).toBe(0);
    await expect(reader.some()).rejects.toThrow('enough');
  });

  it('reports a stream that was destroyed before', async () => {
    const { stream, reader } = passThrough();
    stream.destroy();
    await once(stream, 'close');
    expect((await netError(reader.exactly(1))).failure).toBe('connection_already_closed');
  });
});

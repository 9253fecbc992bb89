import { once } from 'node:events';
import { connect } from 'node:net';
import { Duplex } from 'node:stream';
import { finished } from 'node:stream/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { createFakeClock, settle } from '../../testing/fake-clock.ts';
import { buildHello, inRecords, payloads } from '../../testing/hellos.ts';
import { startServer, type TestServer } from '../../testing/servers.ts';
import { bareStream } from '../bare.ts';
import { noteRoundTrip, roundTrip } from '../round-trip.ts';
import { systemClock } from '../system-clock.ts';
import { parseShape } from './shape.ts';
import { createShapingDialer, HOLD_TIME, shapeFirstFlight } from './shape-stream.ts';

const hello = inRecords(buildHello({ serverName: 'web.whatsapp.com', after: [[51, new Uint8Array(1300)]] }));

/** An inner stream that notes every write, and is read from only when `reads` grows. */
class Inner extends Duplex {
  readonly writes: Buffer[] = [];
  reads = 0;
  source: (Buffer | null)[] = [];
  blocked: (() => void) | undefined;
  block = false;

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: () => void): void {
    this.writes.push(chunk);
    if (this.block) this.blocked = callback;
    else callback();
  }
  override _writev(chunks: readonly { chunk: Buffer }[], callback: () => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'utf8', callback);
  }
  override _read(): void {
    this.reads += 1;
    const next = this.source.shift();
    if (next !== undefined) this.push(next);
  }
}

function shaped(text = 'tlsfrag:sni+tcpfrag:sni', roundTripMs?: number) {
  const shape = parseShape(text);
  if (shape === undefined) throw new Error('no shape');
  const clock = createFakeClock();
  const inner = new Inner();
  if (roundTripMs !== undefined) noteRoundTrip(inner, roundTripMs);
  const stream = shapeFirstFlight(inner, shape, { clock });
  const sent = () => Buffer.concat(inner.writes);
  return { inner, stream, clock, sent };
}

const write = (stream: Duplex, bytes: Uint8Array) =>
  new Promise<void>((resolve, reject) => stream.write(bytes, (error) => (error ? reject(error) : resolve())));

describe('the first flight', () => {
  test('is held back until the hello is whole, then leaves piece by piece', async () => {
    const { inner, stream } = shaped();
    for (const byte of hello.subarray(0, -1)) await write(stream, Uint8Array.of(byte));
    expect(inner.writes).toEqual([]);
    await write(stream, hello.subarray(-1));
    expect(inner.writes.length).toBe(4);
    expect(Buffer.concat(payloads(Buffer.concat(inner.writes))).equals(hello.subarray(5))).toBe(true);
    expect(inner.writes.filter((piece) => piece.includes('whatsapp.com'))).toEqual([]);
  });

  test('waits between the pieces as the round trip asks', async () => {
    const { inner, stream, clock } = shaped('tlsfrag:sni+tcpfrag:sni,gap=rtt', 60);
    stream.write(hello);
    const seen: number[] = [];
    for (const step of [0, 14, 1, 15, 15]) {
      await clock.advance(step);
      seen.push(inner.writes.length);
    }
    expect(seen).toEqual([1, 1, 2, 3, 4]);
    expect(clock.sleepers()).toBe(0);
  });

  test('takes what follows the hello along, in order, and the rest untouched', async () => {
    const { stream, sent } = shaped('tcpfrag:sni');
    await write(stream, Buffer.concat([hello, Buffer.from('early')]));
    await write(stream, Buffer.from('later'));
    expect(sent().equals(Buffer.concat([hello, Buffer.from('earlylater')]))).toBe(true);
  });

  test('what was written while pieces still wait comes after them', async () => {
    const { stream, clock, sent } = shaped('tcpfrag:sni,gap=15ms');
    stream.write(hello);
    stream.write('later');
    stream.end();
    await clock.advance(20);
    expect(sent().equals(Buffer.concat([hello, Buffer.from('later')]))).toBe(true);
  });

  test('that is no hello leaves at once, as it was written', async () => {
    const { inner, stream } = shaped();
    await write(stream, Buffer.from('SSH-2.0-x\r\n'));
    await write(stream, Buffer.from('more'));
    expect(inner.writes.map(String)).toEqual(['SSH-2.0-x\r\n', 'more']);
  });

  test('that stops in the middle leaves after a bounded wait since its last byte', async () => {
    const { inner, stream, clock } = shaped();
    await write(stream, hello.subarray(0, 10));
    await clock.advance(HOLD_TIME - 1);
    await write(stream, hello.subarray(10, 20));
    await clock.advance(HOLD_TIME - 1);
    expect(inner.writes).toEqual([]);
    await clock.advance(1);
    expect(inner.writes).toEqual([hello.subarray(0, 20)]);
    await write(stream, hello.subarray(20));
    expect(inner.writes.length).toBe(2);
  });

  test('that ends in the middle leaves with the end', async () => {
    const { inner, stream, clock, sent } = shaped();
    stream.end(hello.subarray(0, 30));
    await once(inner, 'finish');
    expect(sent()).toEqual(hello.subarray(0, 30));
    expect(clock.sleepers()).toBe(0);
  });
});

describe('the stream behind it', () => {
  test('is not read before the wrapper is', async () => {
    const { inner, stream } = shaped();
    await write(stream, hello);
    await settle();
    expect(inner.reads).toBe(0);
    inner.push('answer');
    stream.resume();
    const [answer]: unknown[] = await once(stream, 'data');
    expect(String(answer)).toBe('answer');
  });

  test('is offered bare in the callback of the last write of the first flight, and not before', async () => {
    const { inner, stream } = shaped();
    await write(stream, hello.subarray(0, 100));
    expect(bareStream(stream)).toBe(stream);
    const finalWrite = write(stream, hello.subarray(100));
    expect(bareStream(stream)).toBe(stream);
    await finalWrite;
    expect(bareStream(stream)).toBe(inner);
  });

  test('is not offered once the wrapper has been read, since bytes may wait in it', async () => {
    const { stream } = shaped();
    await write(stream, hello);
    stream.read(0);
    expect(bareStream(stream)).toBe(stream);
  });

  test('slows the writer down', async () => {
    const { inner, stream } = shaped();
    await write(stream, hello);
    inner.block = true;
    let done = false;
    stream.write(Buffer.alloc(100_000), () => {
      done = true;
    });
    await settle();
    expect(done).toBe(false);
    expect(stream.writableNeedDrain).toBe(true);
    const drained = once(stream, 'drain');
    inner.blocked?.();
    await drained;
  });

  test('is slowed down by a slow reader', async () => {
    const { inner, stream } = shaped();
    inner.source = [...new Array(64).fill(Buffer.alloc(16_384)), null];
    stream.once('readable', () => undefined);
    await settle();
    expect(stream.readableLength).toBeGreaterThan(0);
    expect(inner.source.length).toBeGreaterThan(48);
    let read = 0;
    for await (const chunk of stream) read += chunk.length;
    expect(read).toBe(64 * 16_384);
  });

  test('may end its side while ours stays open, and the other way round', async () => {
    const { inner, stream } = shaped();
    stream.resume();
    inner.push(null);
    await once(stream, 'end');
    await write(stream, hello);
    expect(stream.destroyed).toBe(false);
    stream.end();
    await finished(stream);
    expect(inner.writableFinished).toBe(true);
  });
});

describe('destruction', () => {
  test('of the wrapper destroys the stream, and drops pieces and timers', async () => {
    const { inner, stream, clock } = shaped('tcpfrag:sni,gap=15ms');
    stream.write(hello);
    await settle();
    stream.destroy();
    await clock.advance(100);
    expect(inner.destroyed).toBe(true);
    expect(inner.writes.length).toBe(1);
    expect(clock.sleepers()).toBe(0);
  });

  test('of the stream destroys the wrapper, with its error', async () => {
    const { inner, stream } = shaped();
    const failed = once(stream, 'error');
    inner.destroy(new Error('reset'));
    expect(await failed).toMatchObject([{ message: 'reset' }]);
    const { inner: second, stream: other } = shaped();
    second.destroy();
    await once(other, 'close');
  });

  test('with an error, after the bare stream was taken, needs no listener on the wrapper', async () => {
    const { inner, stream } = shaped();
    await write(stream, hello);
    const bare = bareStream(stream);
    const failed = once(bare, 'error');
    const closed = new Promise((resolve) => stream.once('close', resolve));
    inner.destroy(new Error('reset'));
    await Promise.all([failed, closed]);
    expect(stream.errored).toMatchObject({ message: 'reset' });
  });

  test('of a stream that was read to its end leaves what still waits to be read', async () => {
    const { inner, stream } = shaped();
    stream.once('readable', () => undefined);
    inner.push('last words');
    inner.push(null);
    inner.end();
    await once(inner, 'close');
    let text = '';
    for await (const chunk of stream) text += chunk;
    expect(text).toBe('last words');
    stream.end();
    await settle();
    expect(stream.destroyed).toBe(true);
  });
});

describe('the dialer', () => {
  let server: TestServer | undefined;
  afterEach(() => server?.close());

  test('shapes what it dials, and hands the round trip on', async () => {
    server = await startServer((socket) => socket.pipe(socket));
    const { port } = server;
    const dialer = createShapingDialer(
      {
        async dial() {
          const socket = connect(port, '127.0.0.1');
          await once(socket, 'connect');
          noteRoundTrip(socket, 42);
          return socket;
        },
      },
      { records: 'sni' },
      { clock: systemClock },
    );
    const stream = await dialer.dial({ host: 'a', port }, { signal: new AbortController().signal });
    expect(roundTrip(stream)).toBe(42);
    stream.end(hello);
    const echoed: Buffer[] = [];
    for await (const chunk of stream) echoed.push(chunk);
    expect(payloads(Buffer.concat(echoed)).length).toBe(2);
  });
});

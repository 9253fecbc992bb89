import { connect, type Socket } from 'node:net';
import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Random } from '../model/time.ts';
import { systemClock, systemRandom } from '../net/system-clock.ts';
import { check } from '../testing/fuzz.ts';
import { startServer, type TestServer } from '../testing/servers.ts';
import { netError } from '../testing/streams.ts';
import { type ByteReader, createByteReader } from './byte-reader.ts';
import { askForPq, isResPq } from './obfuscated2.ts';
import { startDataCentre } from './testing/chat-servers.ts';

const servers: TestServer[] = [];
const { signal } = new AbortController();

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const over = (socket: Socket, { exactly }: ByteReader) => ({
  send: (pieces: readonly Uint8Array[]) => void socket.write(Buffer.concat(pieces)),
  exactly,
});

async function ask(starting: Promise<TestServer>, random: Random = systemRandom) {
  const server = await starting;
  servers.push(server);
  const socket = connect(server.port, server.host);
  const reader = createByteReader(socket, {
    signal,
    clock: systemClock,
    operation: 'dialogue',
    silence: 1000,
  });
  try {
    await askForPq(over(socket, reader), 2, { random, clock: systemClock });
  } finally {
    socket.destroy();
  }
}

describe('obfuscated2', () => {
  it('draws resPQ with our nonce from a data centre', async () => {
    await ask(startDataCentre());
  });

  it.each([
    ['another nonce', (answer: Buffer) => Buffer.concat([answer.subarray(0, 24), Buffer.alloc(32)])],
    ['an error code', () => Buffer.from([0x6c, 0xfe, 0xff, 0xff])],
    ['an endless packet', () => Buffer.alloc(5000)],
  ])('does not take %s (M2)', async (_, respond) => {
    const failed = await netError(ask(startDataCentre(respond)));
    expect(failed).toMatchObject({ operation: 'dialogue', failure: 'x_unexpected_answer' });
  });

  it('does not take an echo (M2)', async () => {
    const failed = await netError(ask(startServer((socket) => socket.pipe(socket))));
    expect(['x_unexpected_answer', 'generic_timeout_error']).toContain(failed.failure);
  });

  it('never opens like HTTP, TLS or another transport', async () => {
    const openings = [
      'ef000000',
      '48454144',
      '47455420',
      'dddddddd',
      '16030102',
      '0102030400000000',
      '0102030405',
    ];
    let draws = 0;
    const random: Random = {
      ...systemRandom,
      bytes(length) {
        const bytes = systemRandom.bytes(length);
        if (length === 64) bytes.set(Buffer.from(openings[draws++] ?? '', 'hex'));
        return bytes;
      },
    };
    const server = await startServer((socket) => {
      socket.once('data', () => socket.end());
    });
    servers.push(server);
    const socket = connect(server.port, server.host);
    const reader = createByteReader(socket, {
      signal,
      clock: systemClock,
      operation: 'dialogue',
      silence: 1000,
    });
    const asking = askForPq(over(socket, reader), 4, { random, clock: systemClock });
    await netError(asking);
    expect(draws).toBe(openings.length);
  });

  it('judges an answer without a crash, whatever came (N8)', () => {
    check(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        isResPq(Buffer.from(bytes), Buffer.alloc(16));
      }),
    );
  });
});

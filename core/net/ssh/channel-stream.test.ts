import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { turns } from '../../testing/event-loop.ts';
import { ChannelStream } from './channel-stream.ts';

/** A channel that makes copies of what it is given, over a connection that takes nothing before it is told to. */
function startChannel() {
  let take = (): void => undefined;
  const connection = new Duplex({
    read: () => undefined,
    write(_chunk, _encoding, callback) {
      take = callback;
    },
  });
  const channel = new Duplex({
    read: () => undefined,
    write(chunk: Buffer, _encoding, callback) {
      connection.write(Buffer.from(chunk));
      callback();
    },
  });
  const stream = new ChannelStream(channel, connection, new AbortController().signal);
  return { stream, takeAll: () => take() };
}

test('what a channel took is done with at once', () => {
  const { stream } = startChannel();
  stream.write(Buffer.alloc(1024));
  expect(stream.writableLength).toBe(0);
});

test('a channel takes no more while too much waits for the connection, and goes on when that is gone (D10)', async () => {
  const { stream, takeAll } = startChannel();
  stream.write(Buffer.alloc(256 << 10));
  await turns(5);
  expect(stream.writableLength).toBe(256 << 10);
  takeAll();
  await turns(5);
  expect(stream.writableLength).toBe(0);
});

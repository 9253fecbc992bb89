import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { turns } from '../../testing/event-loop.ts';
import { createLoopbackDialer } from '../../testing/loopback-dialer.ts';
import { startServer } from '../../testing/servers.ts';
import { hear, netError } from '../../testing/streams.ts';
import { readUntil, type Taken } from './read-until.ts';

const never = new AbortController().signal;

/** Takes up to and including the first semicolon. */
function toSemicolon(): (chunk: Buffer) => Taken<string> | undefined {
  let text = '';
  return (chunk) => {
    text += chunk.toString('latin1');
    const end = text.indexOf(';') + 1;
    return end === 0
      ? undefined
      : { value: text.slice(0, end), rest: Buffer.from(text.slice(end), 'latin1') };
  };
}

const listeners = (stream: PassThrough): number =>
  ['readable', 'end', 'close', 'error', 'data'].reduce((sum, event) => sum + stream.listenerCount(event), 0);

describe('Reading until something is found', () => {
  test('leaves the rest, and what comes later, to whoever reads next', async () => {
    const stream = new PassThrough();
    const before = listeners(stream);
    stream.write('on');
    const found = readUntil(stream, never, toSemicolon());
    stream.write('e;tw');
    expect(await found).toBe('one;');
    expect(listeners(stream)).toBe(before);
    stream.end('o;three');
    expect(await readUntil(stream, never, toSemicolon())).toBe('two;');
    expect(await hear(stream, 100)).toBe('three');
  });

  test('keeps the rest of a stream that has already ended', async () => {
    const server = await startServer((socket) => socket.end('one;the rest'));
    const stream = await createLoopbackDialer().dial(server, { signal: never });
    await once(stream, 'readable');
    await turns(20);
    expect(await readUntil(stream, never, toSemicolon())).toBe('one;');
    await turns(20);
    const heard: string[] = [];
    stream.on('data', (chunk) => heard.push(String(chunk)));
    await once(stream, 'end');
    expect(heard.join('')).toBe('the rest');
    await server.close();
  });

  test('fails with what the reader throws, with the end, with the break, with the abort', async () => {
    const stream = new PassThrough();
    const refusal = new Error('refused');
    stream.write('x');
    await expect(
      readUntil(stream, never, () => {
        throw refusal;
      }),
    ).rejects.toBe(refusal);

    const ended = new PassThrough();
    const reading = netError(readUntil(ended, never, toSemicolon()));
    ended.end('one');
    expect((await reading).failure).toBe('eof_error');
    expect((await netError(readUntil(ended, never, toSemicolon()))).failure).toBe('eof_error');

    const broken = new PassThrough();
    const breaking = netError(readUntil(broken, never, toSemicolon()));
    broken.destroy(Object.assign(new Error('reset'), { code: 'ECONNRESET', syscall: 'read' }));
    expect((await breaking).failure).toBe('connection_reset');
    expect((await netError(readUntil(broken, never, toSemicolon()))).failure).toBe('connection_reset');

    const aborter = new AbortController();
    const reason = new Error('enough');
    const waiting = new PassThrough();
    const before = listeners(waiting);
    const aborted = readUntil(waiting, aborter.signal, toSemicolon());
    aborter.abort(reason);
    await expect(aborted).rejects.toBe(reason);
    await expect(readUntil(waiting, aborter.signal, toSemicolon())).rejects.toBe(reason);
    expect(listeners(waiting)).toBe(before);
  });
});

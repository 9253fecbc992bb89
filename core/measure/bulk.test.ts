import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Clock } from '../model/time.ts';
import type { Step } from '../model/trace.ts';
import { systemClock } from '../net/system-clock.ts';
import { turns, until } from '../testing/event-loop.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import type { TestServer } from '../testing/servers.ts';
import { netError } from '../testing/streams.ts';
import { transferBulk } from './bulk.ts';
import { page, startHttpServer } from './testing/http-servers.ts';
import { passTime } from './testing/pass-time.ts';

const servers: TestServer[] = [];
const { signal } = new AbortController();

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function transfer(
  respond: Parameters<typeof startHttpServer>[0],
  { clock = systemClock, control = null }: { clock?: Clock; control?: number | null } = {},
) {
  const server = await startHttpServer(respond);
  servers.push(server);
  const socket = connect(server.port, server.host);
  const steps: Step[] = [];
  const result = transferBulk(
    socket,
    { host: 'web.test', port: 443, path: '/', bytes: 65536 },
    {
      signal,
      clock,
      trace: (step) => steps.push(step),
      wireBytes: () => socket.bytesRead,
      controlSpeed: () => control,
    },
  );
  result.catch(() => undefined);
  return { result, steps, socket, server };
}

/**
 * A transfer from a big page that sends `each` bytes every 100 ms, `most` in all, until it is over one way or the other; on a
 * clock that waits for the bytes.
 */
async function trickle(
  each: number,
  { most = 1e6, control = null }: { most?: number; control?: number | null },
) {
  const clock = createFakeClock();
  let far: Socket | undefined;
  const respond: Parameters<typeof startHttpServer>[0] = (_, __, socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n');
    far = socket;
    return undefined;
  };
  const { result, steps } = await transfer(respond, { clock, control });
  await until(() => far !== undefined);
  let sent = 0;
  await passTime(clock, result, () => {
    if (sent < most) far?.write(Buffer.alloc(each));
    sent += each;
  });
  return { result, steps };
}

describe('a bulk transfer', () => {
  it('ends as soon as enough has come', async () => {
    const { result, steps, socket } = await transfer(() => page(Buffer.alloc(500_000)));
    const { bytes, bytesPerSecond, curve } = await result;
    expect(bytes).toBeGreaterThanOrEqual(65536);
    expect(bytesPerSecond).toBeGreaterThan(100_000);
    expect(curve.at(-1)?.bytes).toBe(bytes);
    expect(steps).toMatchObject([{ operation: 'bulk', failure: null }]);
    expect(socket.destroyed).toBe(true);
  });

  it('asks for a smaller page again, on the same connection', async () => {
    const requests: number[] = [];
    const { result, server } = await transfer((request, count) => {
      expect(request).toContain('Accept-Encoding: identity');
      requests.push(count);
      return page(Buffer.alloc(10_000));
    });
    expect((await result).bytes).toBeGreaterThanOrEqual(65536);
    expect(requests).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(server.accepted()).toBe(1);
  });

  it('asks sixteen times at most, and says how much it got', async () => {
    let requests = 0;
    const { result } = await transfer(() => {
      requests += 1;
      return page('small');
    });
    expect((await result).bytes).toBeLessThan(65536);
    expect(requests).toBe(16);
  });

  it('takes a server’s word that this was the last', async () => {
    const { result } = await transfer((_, __, socket) => {
      socket.end(page(Buffer.alloc(20_000), '200 OK', ['Connection: close']));
      return undefined;
    });
    expect((await result).bytes).toBeGreaterThan(20_000);
  });

  it('names a freeze, with the bytes that came (M3)', async () => {
    const { result, steps } = await trickle(4096, { most: 16_384 });
    expect(await netError(result)).toMatchObject({ operation: 'bulk', failure: 'x_frozen' });
    const [step] = steps;
    expect(step?.operation === 'bulk' && step.bytes).toBeGreaterThanOrEqual(16_384);
    expect(step).toMatchObject({ failure: 'x_frozen' });
  });

  it('names a crawl beside a quick control after 3 s, not after all of it (M4)', async () => {
    const { result, steps } = await trickle(1600, { control: 4e6 });
    expect((await netError(result)).failure).toBe('x_throttled');
    const [step] = steps;
    expect(step && step.endedAt - step.startedAt).toBeLessThan(3600);
  });

  it('names how the connection broke', async () => {
    const { result } = await transfer((_, __, socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n');
      void turns(20).then(() => socket.resetAndDestroy());
      return undefined;
    });
    expect(await netError(result)).toMatchObject({ operation: 'bulk', failure: 'connection_reset' });
  });

  it('stops with the signal’s reason', async () => {
    const server = await startHttpServer(() => undefined);
    servers.push(server);
    const socket = connect(server.port, server.host);
    const controller = new AbortController();
    const steps: Step[] = [];
    const result = transferBulk(
      socket,
      { host: 'web.test', port: 443, path: '/', bytes: 65536 },
      {
        signal: controller.signal,
        clock: systemClock,
        trace: (step) => steps.push(step),
        wireBytes: () => 0,
      },
    );
    controller.abort(new Error('enough'));
    await expect(result).rejects.toThrow('enough');
    expect(steps).toMatchObject([{ failure: 'interrupted' }]);
  });
});

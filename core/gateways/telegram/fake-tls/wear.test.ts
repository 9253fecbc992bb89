import { duplexPair } from 'node:stream';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { NetError } from '../../../model/failure.ts';
import { systemClock } from '../../../net/system-clock.ts';
import { checkAsync } from '../../../testing/fuzz.ts';
import { createSeededRandom } from '../../../testing/seeded-random.ts';
import { wearTls } from './wear.ts';

const anyRecord = fc
  .tuple(fc.constantFrom(20, 21, 22, 23, 71), fc.uint8Array({ maxLength: 60 }))
  .map(([type, payload]) => Buffer.concat([Buffer.of(type, 3, 3, 0, payload.length), payload]));
const anyAnswer = fc.oneof(
  fc.array(anyRecord, { maxLength: 5 }).map((records) => Buffer.concat(records)),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
);

test('whatever somebody answers who does not know the secret, it is an error by name (G3, N8)', async () => {
  const { signal } = new AbortController();
  await checkAsync(
    fc.asyncProperty(anyAnswer, async (answer) => {
      const [ours, theirs] = duplexPair();
      theirs.resume().end(answer);
      const options = { key: Buffer.alloc(16), domain: 'www.example.org', clock: systemClock, signal };
      const failed = await wearTls(ours, { ...options, random: createSeededRandom() }).catch(
        (error: unknown) => error,
      );
      expect(failed).toBeInstanceOf(NetError);
      expect(failed).toMatchObject({ operation: 'proxy', failure: expect.stringMatching(/^x_proxy_/) });
      ours.destroy();
    }),
  );
});

test('called off, it waits no longer', async () => {
  const [ours] = duplexPair();
  const controller = new AbortController();
  const wearing = wearTls(ours, {
    ...{ key: Buffer.alloc(16), domain: 'www.example.org', clock: systemClock, random: createSeededRandom() },
    signal: controller.signal,
  });
  controller.abort(new Error('enough'));
  await expect(wearing).rejects.toThrow('enough');
});

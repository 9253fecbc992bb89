import { expect, test } from 'vitest';
import { readClientHello } from '../../../net/client-hello/read.ts';
import { createSeededRandom } from '../../../testing/seeded-random.ts';
import { createFakeHello } from './hello.ts';

test.each([4, 11, 40, 110])(
  'a hello to a site of %i letters is one record of 517 bytes that asks for it',
  (length) => {
    const domain = `${'a'.repeat(length - 3)}.de`;
    const hello = createFakeHello(domain, createSeededRandom());
    expect([hello.length, hello.toString('hex', 0, 11)]).toEqual([517, '1603010200010001fc0303']);
    const reading = readClientHello(hello);
    expect(reading.state).toBe('hello');
    if (reading.state !== 'hello') return;
    expect(reading.hello).toMatchObject({ serverName: domain, alpn: ['h2', 'http/1.1'], earlyData: false });
    expect(hello.subarray(11, 43)).toEqual(Buffer.alloc(32));
  },
);

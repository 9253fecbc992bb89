import { Duplex } from 'node:stream';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../testing/fuzz.ts';
import { watchGreeting } from './greeting.ts';

/** Whether a stream that says these bytes, in these pieces, is refused, and what whoever reads it hears. */
function hear(pieces: readonly Uint8Array[]): { readonly isRefused: boolean; readonly heard: string } {
  const stream = new Duplex({ read: () => undefined });
  let refusals = 0;
  watchGreeting(stream, () => {
    refusals += 1;
  });
  const heard: Buffer[] = [];
  stream.emit('resume');
  stream.on('data', (chunk: Buffer) => heard.push(chunk));
  for (const piece of pieces) stream.emit('data', Buffer.from(piece));
  expect(refusals).toBeLessThanOrEqual(1);
  return { isRefused: refusals > 0, heard: Buffer.concat(heard).toString('latin1') };
}

const anyPieces = fc.tuple(
  fc.constantFrom('', 'S', 'SSH', 'SSH-', 'SSH-2.0-x\r\n', 'ssh-'),
  fc.array(fc.uint8Array({ minLength: 1, maxLength: 6 }), { maxLength: 6 }),
  fc.boolean(),
);

test('who begins with anything but SSH’s greeting is refused, in whatever pieces it comes, and nothing is taken away (N8)', () => {
  check(
    fc.property(anyPieces, ([start, more, isByByte]) => {
      const whole = Buffer.concat([Buffer.from(start), ...more]);
      const pieces = isByByte ? [...whole].map((byte) => Buffer.of(byte)) : [Buffer.from(start), ...more];
      const { isRefused, heard } = hear(pieces.filter(({ length }) => length > 0));
      const begun = whole.toString('latin1', 0, 4);
      expect(isRefused).toBe(!'SSH-'.startsWith(begun));
      expect(heard).toBe(whole.toString('latin1'));
    }),
  );
});

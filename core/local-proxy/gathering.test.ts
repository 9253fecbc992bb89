import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { turns } from '../testing/event-loop.ts';
import { copy } from './copy.ts';
import { createGathering } from './gathering.ts';

const KIB = 1024;

/** A stream that is given what was written to it in one go by `writev`; `pieces` of each go, in bytes. */
function startStream({ isStuck = false } = {}) {
  const goes: number[][] = [];
  const stuck: (() => void)[] = [];
  const stream = new Duplex({
    read: () => undefined,
    writev(chunks, callback) {
      goes.push(chunks.map(({ chunk }) => chunk.length));
      if (isStuck) stuck.push(callback);
      else callback();
    },
  });
  return { stream, goes, goOn: () => stuck.shift()?.(), gathering: createGathering(stream) };
}

test('the first piece of a turn is written at once, the others in one go at its end', async () => {
  const { goes, gathering } = startStream();
  for (const size of [1, 2, 3]) gathering.write(Buffer.alloc(size));
  expect(goes).toEqual([[1]]);
  await turns(1);
  expect(goes).toEqual([[1], [2, 3]]);
  gathering.write(Buffer.alloc(4));
  expect(goes).toEqual([[1], [2, 3], [4]]);
});

test('no more than 64 KiB are held back, and large pieces are not', async () => {
  const { goes, gathering } = startStream();
  for (let piece = 0; piece < 6; piece++) gathering.write(Buffer.alloc(16 * KIB));
  expect(goes.map((go) => go.length)).toEqual([1, 4]);
  await turns(1);
  expect(goes.map((go) => go.length)).toEqual([1, 4, 1]);
  for (let piece = 0; piece < 3; piece++) gathering.write(Buffer.alloc(32 * KIB));
  expect(goes).toHaveLength(6);
});

test('who writes is stopped by a full stream, and told when it is no longer full (D10)', async () => {
  const { stream, gathering, goOn } = startStream({ isStuck: true });
  let written = 0;
  while (gathering.write(Buffer.alloc(KIB))) {
    written += KIB;
    if (written % (16 * KIB) === 0) await turns(1);
    expect(written).toBeLessThan(128 * KIB);
  }
  let isDrained = false;
  stream.once('drain', () => {
    isDrained = true;
  });
  await turns(1);
  expect(isDrained).toBe(false);
  for (let go = 0; go < 4; go++) {
    goOn();
    await turns(1);
  }
  expect(isDrained).toBe(true);
});

test('what came in the same turn as a break is still passed on', async () => {
  const { stream, goes } = startStream();
  const from = new Duplex({ read: () => undefined, write: () => undefined });
  copy(from, stream, () => undefined);
  await turns(1);
  let gone: number[][] = [];
  from.once('close', () => {
    gone = [...goes];
  });
  for (const word of ['last', 'words']) from.push(word);
  from.destroy();
  await turns(1);
  expect(gone).toEqual([[4], [5]]);
});

import { describe, expect, test } from 'vitest';
import { settle } from '../../testing/fake-clock.ts';
import { createStream } from './stream.ts';

describe('a stream', () => {
  test('hands what it keeps to a new watcher, and what comes, turn by turn (W4)', async () => {
    const stream = createStream<number>(3);
    for (const item of [1, 2, 3, 4]) stream.push(item);
    const heard: (readonly number[])[] = [];
    const stop = stream.watch((items) => heard.push(items));
    stream.push(5);
    stream.push(6);
    expect(heard).toEqual([[2, 3, 4]]);
    await settle();
    expect(heard).toEqual([
      [2, 3, 4],
      [5, 6],
    ]);
    stop();
    stream.push(7);
    await settle();
    expect(heard).toHaveLength(2);
    expect(stream.isWatched()).toBe(false);
  });

  test('gives no item twice to who comes between a push and its turn', async () => {
    const stream = createStream<number>(9);
    const [first, second]: number[][] = [[], []];
    stream.watch((items) => first?.push(...items));
    stream.push(1);
    stream.watch((items) => second?.push(...items));
    stream.push(2);
    await settle();
    expect([first, second]).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  test('keeps no more than its length, however much comes', async () => {
    const stream = createStream<number>(10);
    for (let item = 0; item < 1000; item++) stream.push(item);
    const heard: (readonly number[])[] = [];
    stream.watch((items) => heard.push(items));
    for (let item = 0; item < 1000; item++) stream.push(item);
    await settle();
    expect(heard.map(({ length }) => length)).toEqual([10, 10]);
    expect(heard[1]?.[9]).toBe(999);
  });

  test('forgets all of it when it is cleared', async () => {
    const stream = createStream<number>(3);
    const heard: (readonly number[])[] = [];
    stream.watch((items) => heard.push(items));
    stream.push(1);
    stream.clear();
    await settle();
    stream.watch((items) => heard.push(items));
    expect(heard).toEqual([[], []]);
  });
});

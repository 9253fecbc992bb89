import { Duplex, PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { BARE, bareStream, type Wrapping } from './bare.ts';
import { noteRoundTrip, roundTrip } from './round-trip.ts';

class Shaper extends Duplex implements Wrapping {
  readonly #inner: Duplex;
  isDone = false;

  constructor(inner: Duplex) {
    super();
    this.#inner = inner;
  }

  [BARE](): Duplex | undefined {
    return this.isDone ? this.#inner : undefined;
  }
}

describe('bareStream', () => {
  it('gives a stream that wraps nothing back', () => {
    const stream = new PassThrough();
    expect(bareStream(stream)).toBe(stream);
  });

  it('goes as deep as it may now', () => {
    const socket = new PassThrough();
    const inner = new Shaper(socket);
    const outer = new Shaper(inner);
    expect(bareStream(outer)).toBe(outer);
    outer.isDone = true;
    expect(bareStream(outer)).toBe(inner);
    inner.isDone = true;
    expect(bareStream(outer)).toBe(socket);
  });
});

describe('roundTrip', () => {
  it('is known where it was noted, on the stream or on its bare stream', () => {
    const socket = new PassThrough();
    const shaper = new Shaper(socket);
    expect(roundTrip(shaper)).toBeUndefined();
    noteRoundTrip(socket, 42);
    expect(roundTrip(socket)).toBe(42);
    expect(roundTrip(shaper)).toBeUndefined();
    shaper.isDone = true;
    expect(roundTrip(shaper)).toBe(42);
    noteRoundTrip(shaper, 43);
    expect(roundTrip(shaper)).toBe(43);
  });
});

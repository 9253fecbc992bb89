import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createAddressBook } from './address-book.ts';

describe('createAddressBook', () => {
  it('lets an address and port rest for three minutes after a hit (N15)', async () => {
    const clock = createFakeClock();
    const book = createAddressBook({ clock });
    book.hit('192.0.2.1', 443);
    expect(book.isResting('192.0.2.1', 443)).toBe(true);
    expect(book.isResting('192.0.2.1', 80)).toBe(false);
    expect(book.isResting('192.0.2.2', 443)).toBe(false);
    await clock.advance(179_999);
    expect(book.isResting('192.0.2.1', 443)).toBe(true);
    await clock.advance(1);
    expect(book.isResting('192.0.2.1', 443)).toBe(false);
  });

  it('counts the rest from the last hit', async () => {
    const clock = createFakeClock();
    const book = createAddressBook({ clock, restMs: 100 });
    book.hit('192.0.2.1', 443);
    await clock.advance(60);
    book.hit('192.0.2.1', 443);
    await clock.advance(60);
    expect(book.isResting('192.0.2.1', 443)).toBe(true);
  });

  it('puts rested addresses first as they came, then those that have rested longest', async () => {
    const clock = createFakeClock();
    const book = createAddressBook({ clock });
    book.hit('b', 443);
    await clock.advance(10);
    book.hit('a', 443);
    expect(book.order(['a', 'd', 'b', 'c'], 443)).toEqual(['d', 'c', 'b', 'a']);
    expect(book.order(['a', 'd', 'b', 'c'], 80)).toEqual(['a', 'd', 'b', 'c']);
  });

  it('forgets the oldest hits beyond its limit', () => {
    const book = createAddressBook({ clock: createFakeClock(), limit: 2 });
    for (const address of ['a', 'b', 'a', 'c']) book.hit(address, 443);
    expect(book.isResting('b', 443)).toBe(false);
    expect(book.isResting('a', 443)).toBe(true);
    expect(book.isResting('c', 443)).toBe(true);
  });
});

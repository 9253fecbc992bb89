import { describe, expect, it } from 'vitest';
import { placeAfter } from './places.ts';

describe('moving one place', () => {
  it('goes up and down', () => {
    expect(placeAfter(1, 'earlier', 3)).toBe(0);
    expect(placeAfter(1, 'later', 3)).toBe(2);
  });

  it('ends at the first and the last place', () => {
    expect(placeAfter(0, 'earlier', 3)).toBeNull();
    expect(placeAfter(2, 'later', 3)).toBeNull();
    expect(placeAfter(0, 'later', 1)).toBeNull();
  });

  it('is nothing for what is not in the list', () => {
    expect(placeAfter(-1, 'later', 3)).toBeNull();
    expect(placeAfter(3, 'earlier', 3)).toBeNull();
  });
});

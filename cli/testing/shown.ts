import { afterEach, beforeEach, vi } from 'vitest';

/** Keeps back what each test of a file says to the person by standard error; what it has said so far. */
export function hearShown(): () => string {
  let shown = '';
  beforeEach(() => {
    shown = '';
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      shown += String(text);
      return true;
    });
  });
  afterEach(() => void vi.restoreAllMocks());
  return () => shown;
}

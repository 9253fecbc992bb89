import { formatHostPort } from '../../model/address.ts';
import type { StreamDialer } from '../../model/dialer.ts';

/** Dials as `inner` does, and notes whom: each once. */
export function createNotingDialer(inner: StreamDialer): StreamDialer & { readonly dialled: Set<string> } {
  const dialled = new Set<string>();
  return {
    dialled,
    dial(target, options) {
      dialled.add(formatHostPort(target));
      return inner.dial(target, options);
    },
  };
}

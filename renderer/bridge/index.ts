import type { Bridge } from '../../core/contract.ts';

/** The bridge of the shell that shows this page; a shell that is not there yet stays silent. */
export function createBridge(): Bridge {
  return {
    call: async () => ({ ok: false, error: { code: 'engine-lost' } }),
    watchState: () => () => {},
    watchStream: () => () => {},
    watchInvitations: () => () => {},
  };
}

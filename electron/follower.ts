import type { State } from '../core/contract.ts';

/** The state as it was last told. */
export function createStateFollower() {
  let state: State = { phase: 'starting' };
  return {
    follow(next: State): void {
      state = next;
    },
    state: (): State => state,
    /** Where the local proxy listens; null while it does not. */
    proxyPort: (): number | null => (state.phase === 'on' ? state.proxy.port : null),
  };
}

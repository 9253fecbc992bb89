import type { State } from '../contract.ts';

/** What an engine says that has just been opened. */
export const OFF: Extract<State, { phase: 'off' }> = {
  phase: 'off',
  messengers: [],
  network: null,
  uplink: { insideVpn: false, proxy: 'none', isAnother: false },
  ways: [],
  lists: [],
  keyPlace: 'file',
  troubles: [],
  settings: {
    language: null,
    theme: 'system',
    textSize: 'normal',
    welcomed: true,
    trayExplained: false,
    plainLook: false,
    prepared: [],
  },
  computer: { proxy: 'off', isSet: false, available: true, problem: null, onlyThrough: [] },
  share: { is: 'off', problem: null },
};

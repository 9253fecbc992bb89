import { COMPUTER, IDLE, known, off, on, SETTINGS } from '../fixtures.ts';
import type { Scenes } from '../scene.ts';

const welcome = off({ settings: { ...SETTINGS, welcomed: false } });
const NEXT = 'main button:last-of-type';

export const scenes: Scenes = {
  'welcome-language': { state: welcome },
  'welcome-messengers': { state: welcome, press: [NEXT] },
  'welcome-ready': { state: welcome, press: [NEXT, NEXT] },
  honest: { state: off(), view: { name: 'honest', from: 'settings' } },
  settings: { state: off(), view: { name: 'settings' } },
  'settings-computer-refused': {
    state: on({
      computer: { ...COMPUTER, proxy: 'messengers', problem: 'refused', onlyThrough: ['signal'] },
    }),
    view: { name: 'settings' },
  },
  'settings-one-messenger': {
    state: {
      phase: 'off',
      ...known({ messengers: IDLE.map((one) => ({ ...one, chosen: one.id === 'signal' })) }),
    },
    view: { name: 'settings' },
    about: { startsAtLogin: null, shell: 'web', hasTray: false },
  },
  'settings-erase': { state: off(), view: { name: 'settings' }, press: ['main section:last-of-type button'] },
};

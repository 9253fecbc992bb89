import { off, SETTINGS } from '../fixtures.ts';
import type { Scenes } from '../scene.ts';

export const scenes: Scenes = {
  offline: {
    state: off({ settings: { ...SETTINGS, prepared: ['apps', 'power'] } }),
    view: { name: 'offline' },
  },
};

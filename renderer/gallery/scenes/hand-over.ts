import type { HandOverState } from '../../../core/contract.ts';
import { off } from '../fixtures.ts';
import type { Answers, Scene, Scenes } from '../scene.ts';

const id = (digit: string) => digit.repeat(16);
const answers: Answers = {
  handOverFiles: {
    ok: true,
    value: {
      files: [
        { id: id('1'), name: 'Footbridge-0.1.0-windows-setup.exe', size: 98_400_000 },
        { id: id('2'), name: 'briar.apk', size: 41_200_000 },
      ],
      drives: [{ id: id('3'), name: 'KINGSTON' }],
      folder: '/home/mina/.config/footbridge/hand-over',
    },
  },
};
const scene = (handOver?: HandOverState): Scene => ({
  state: off(handOver === undefined ? {} : { handOver }),
  view: { name: 'hand-over' },
  answers,
});

export const scenes: Scenes = {
  'hand-over': scene(),
  'hand-over-going': scene({
    wifi: {
      stage: 'open',
      urls: ['http://192.168.1.20:40123/k7m2p9qa/'],
      files: [
        { name: 'briar.apk', sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' },
      ],
      loading: 1,
      loaded: 2,
    },
    copy: { stage: 'copied', drive: 'KINGSTON', folder: 'Footbridge' },
  }),
};

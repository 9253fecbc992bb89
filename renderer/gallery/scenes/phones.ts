import type { ShareView } from '../../../core/contract.ts';
import { NOW, off, on } from '../fixtures.ts';
import { WORKING } from '../messengers.ts';
import type { Scenes } from '../scene.ts';

const SHARED: Extract<ShareView, { is: 'on' }> = {
  is: 'on',
  addresses: ['192.168.1.5'],
  whatsapp: { tls: 443, plain: 5222, media: 587 },
  telegram: { mtproto: 1443, socks: 1080 },
  isKept: false,
  devices: [
    device(1, '192.168.1.23', 'Annas-iPhone', { open: 4, up: 180_000, down: 2_400_000 }),
    device(2, '192.168.1.31', null, { open: 0, up: 9_000, down: 41_000 }),
    device(3, '192.168.1.77', null, { isBlocked: true, refused: 12 }),
  ],
  refused: 12,
  latest: [{ at: NOW, device: 3, why: 'not-a-messenger' }],
};

function device(
  id: number,
  address: string,
  name: string | null,
  more: Partial<(typeof SHARED)['devices'][number]>,
): (typeof SHARED)['devices'][number] {
  return { id, address, name, isBlocked: false, open: 0, up: 0, down: 0, refused: 0, ...more };
}

const view = { name: 'phones' } as const;
const sharing = (share: ShareView) => on({ messengers: [...WORKING], share });

export const scenes: Scenes = {
  'phones-off': { state: off(), view },
  'phones-asking': { state: sharing({ is: 'asking', reason: 'new-network' }), view },
  'home-phones': { state: sharing({ is: 'asking', reason: 'network-changed' }) },
  'phones-on': { state: sharing(SHARED), view, about: { platform: 'linux' } },
};

import { connect, type Socket } from 'node:net';
import { createTestTable, dialerTo, openProxy, transport } from '../local-proxy/harness.ts';
import type { HostPort } from '../model/address.ts';
import type { Decision } from '../model/route.ts';
import { systemClock } from '../net/system-clock.ts';
import { closedAfterTest } from '../testing/closed-after-test.ts';
import { createSeededRandom } from '../testing/seeded-random.ts';
import { makeCertificate } from './certificate.ts';
import type { Place } from './places.ts';
import { openShare, type Share, type ShareOptions } from './share.ts';

/** Of Telegram's published ranges, and of nobody's. */
export const CENTRE = '149.154.167.51';
export const STRANGE = '93.184.216.34';
export const PASSWORD = { username: 'footbridge', password: 'a good password' };

/** Loopback in the place of a Wi-Fi: all of 127.0.0.0/8 is this computer, so each address is a phone of its own. */
export const LOOPBACK: Place = {
  device: 'lo',
  address: '127.0.0.1',
  subnet: 'ipv4 7f000000/8',
  has: (address) => address.startsWith('127.0.'),
};

export const SECRET = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
export const KEYS = { secret: SECRET, password: PASSWORD, dataCentres: new Map([[CENTRE, 2]]) };

const anyPort = { tls: [0], plain: [0], media: [0], mtproto: [0], socks: [0] };
export const certificate = await makeCertificate(createSeededRandom(), Date.now());

/** What the messengers' data say, in short: which name or address is whose. */
function messengerOf({ host }: HostPort): string | null {
  if (host.endsWith('.whatsapp.net')) return 'whatsapp';
  return host === CENTRE ? 'telegram' : null;
}

export interface Sharing {
  readonly share: Share;
  /** What the routes were asked for. */
  readonly targets: readonly HostPort[];
  readonly refused: string[];
}

/** Doors on loopback whose routes all lead to one server. */
export async function shareTo(server: HostPort, options: Partial<ShareOptions> = {}): Promise<Sharing> {
  const dialer = dialerTo(server);
  const refused: string[] = [];
  const decide = (target: HostPort): Decision => {
    const messenger = messengerOf(target);
    if (messenger === null) return { kind: 'direct' };
    const replayable = messenger === 'whatsapp' ? ('noise' as const) : ('obfuscated2' as const);
    return {
      ...{ kind: 'route', replayable, rungs: [transport('way', dialer)] },
      key: { messenger, purpose: 'chat' },
    };
  };
  const proxy = await closedAfterTest(openProxy({ table: createTestTable(decide) }));
  const share = await openShare({
    places: [LOOPBACK],
    carry: proxy.carryGuest,
    whatsapp: certificate,
    telegram: KEYS,
    clock: systemClock,
    random: createSeededRandom(),
    onChange: () => undefined,
    onRefused: (why) => void refused.push(why),
    onDevice: () => undefined,
    ports: anyPort,
    ...options,
  });
  if (typeof share === 'string') throw new Error(share);
  await closedAfterTest(share);
  return { share, targets: dialer.targets, refused };
}

/** A phone's connection; each `from` is a phone of its own. */
export function phone(port: number | null | undefined, from = '127.0.0.1'): Socket {
  const socket = connect({ host: '127.0.0.1', port: port ?? 0, localAddress: from, allowHalfOpen: true });
  socket.on('error', () => undefined);
  return socket;
}

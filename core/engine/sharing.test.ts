import { expect, test } from 'vitest';
import type { EngineEvent } from '../contract.ts';
import type { Share, ShareOptions } from '../share/share.ts';
import type { Settings } from '../store/settings.ts';
import type { NetworkFacts } from '../system/network/traits.ts';
import { createFakeClock, settle } from '../testing/fake-clock.ts';
import { createSeededRandom } from '../testing/seeded-random.ts';
import { createSharing } from './sharing.ts';

const HOME: NetworkFacts = {
  ...{
    connected: true,
    traits: ['subnet wlan0 c0a801/24'],
    hardware: ['02:00:00:00:00:01'],
    insideVpn: false,
  },
};
const CAFE: NetworkFacts = { ...HOME, hardware: ['02:00:00:00:00:02'] };
const PLACE = { device: 'wlan0', address: '192.168.1.5', subnet: 'ipv4 c0a80100/24', has: () => true };

function setUp({ sharedNetworks = [] as string[], chosen = ['whatsapp', 'telegram'] } = {}) {
  const clock = createFakeClock();
  const events: EngineEvent[] = [];
  const opened: ShareOptions[] = [];
  const closed: number[] = [];
  const ended = new AbortController();
  let settings: Settings = { version: 1, onlyThrough: [], sharedNetworks };
  let network = HOME;
  let place = PLACE;
  let slept = 0;
  const sharing = createSharing({
    clock: { ...clock, now: () => clock.now() + slept },
    random: createSeededRandom(),
    dataCentres: new Map(),
    emit: (event) => void events.push(event),
    settings: {
      get settings() {
        return settings;
      },
      async change(changes) {
        settings = { ...settings, ...changes };
      },
    },
    vault: { identityKey: new Uint8Array(32), keepKeys: async () => undefined },
    readNetwork: async () => network,
    keep: (write) => write(),
    carry: async () => ({ kind: 'carried' }),
    chosen: () => chosen,
    findPlaces: async () => [place],
    makeCertificate: async () => ({ key: '', cert: '' }),
    async openShare(options) {
      const id = opened.push(options);
      return {
        addresses: ['192.168.1.5'],
        whatsapp: options.whatsapp === null ? null : { tls: 443, plain: 5222, media: 587 },
        telegram: options.telegram === null ? null : { mtproto: 1443, socks: 1080 },
        devices: () => [],
        turnedAway: () => ({ latest: [], count: 0 }),
        named: () => undefined,
        block: () => false,
        close: async () => void closed.push(id),
      } satisfies Share;
    },
    nameOf: async () => null,
    ended: ended.signal,
  });
  return {
    ...{ sharing, opened, closed, clock },
    settings: () => settings,
    share: () => events.findLast((event) => event.event === 'share')?.share,
    events,
    end: () => ended.abort(),
    choose(ids: string[]) {
      chosen = ids;
    },
    async move(to: NetworkFacts) {
      network = to;
      await clock.advance(1_000);
      await settle();
      await settle();
    },
    async readdress(address: string) {
      place = { ...PLACE, address };
      await clock.advance(1_000);
      await settle();
      await settle();
    },
    async sleep(ms: number) {
      slept += ms;
      await clock.advance(1_000);
      await settle();
      await settle();
    },
  };
}

const YES = { isSure: true, keep: false };
const ASK = { isSure: false, keep: false };

test('a network nobody has said yes to is asked about first, and nothing is open before (H1)', async () => {
  const { sharing, share, opened } = setUp();
  await sharing.begin(ASK);
  expect(share()).toEqual({ is: 'asking', reason: 'new-network' });
  expect(opened).toEqual([]);
  await sharing.begin(YES);
  expect(share()).toMatchObject({
    is: 'on',
    addresses: ['192.168.1.5'],
    telegram: { mtproto: 1443 },
    isKept: false,
  });
  await sharing.end();
  expect(share()).toEqual({ is: 'off', problem: null });
  await sharing.close();
});

test('another network ends it within a look, and asks (H4)', async () => {
  const { sharing, share, closed, move } = setUp();
  await sharing.begin(YES);
  await move(CAFE);
  expect(closed).toEqual([1]);
  expect(share()).toEqual({ is: 'asking', reason: 'network-changed' });
  await move(HOME);
  expect(share()).toEqual({ is: 'asking', reason: 'network-changed' });
  await sharing.close();
});

test('another address on the card is a reason to look again, the same network goes on (H4)', async () => {
  const { sharing, share, closed, readdress } = setUp();
  await sharing.begin(YES);
  await readdress('192.168.1.9');
  expect(closed).toEqual([1]);
  expect(share()).toMatchObject({ is: 'on' });
  await sharing.close();
});

test('after sleep it goes on where the person has said yes, once everybody was let go (H4)', async () => {
  const { sharing, share, opened, closed, sleep } = setUp();
  await sharing.begin(YES);
  await sleep(60_000);
  expect(closed).toEqual([1]);
  expect(opened).toHaveLength(2);
  expect(share()).toMatchObject({ is: 'on' });
  await sharing.close();
  expect(closed).toEqual([1, 2]);
});

test('a page to log in on ends it, and a yes is needed again (H4)', async () => {
  const { sharing, share, closed } = setUp();
  await sharing.begin({ isSure: true, keep: true });
  await sharing.networkIsPublic();
  expect(closed).toEqual([1]);
  expect(share()).toEqual({ is: 'asking', reason: 'public-network' });
  await sharing.begin(ASK);
  expect(share()).toEqual({ is: 'asking', reason: 'public-network' });
  await sharing.close();
});

test('kept, it begins by itself in this network and in no other (H4)', async () => {
  const before = setUp();
  await before.sharing.begin({ isSure: true, keep: true });
  const { sharedNetworks = [] } = before.settings();
  expect(sharedNetworks).toHaveLength(1);
  await before.sharing.close();

  const after = setUp({ sharedNetworks });
  await after.sharing.resume();
  expect(after.share()).toMatchObject({ is: 'on', isKept: true });
  await after.sharing.end();
  expect(after.settings().sharedNetworks).toEqual([]);
  await after.sharing.close();

  const elsewhere = setUp({ sharedNetworks });
  await elsewhere.move(CAFE);
  await elsewhere.sharing.resume();
  expect(elsewhere.opened).toEqual([]);
  await elsewhere.sharing.close();
});

test('whether it is kept can be chosen while phones are connected, and they stay', async () => {
  const { sharing, share, opened, closed } = setUp();
  await sharing.begin(YES);
  await sharing.begin({ isSure: true, keep: true });
  expect(share()).toMatchObject({ is: 'on', isKept: true });
  await sharing.begin(YES);
  expect(share()).toMatchObject({ is: 'on', isKept: false });
  expect([opened.length, closed]).toEqual([1, []]);
  await sharing.close();
});

test('a gateway that is not known yet is no network that was said yes to', async () => {
  const { sharing, share, move } = setUp();
  await move({ ...HOME, hardware: [] });
  await sharing.begin({ isSure: true, keep: true });
  expect(share()).toMatchObject({ is: 'on' });
  await sharing.begin(ASK);
  expect(share()).toEqual({ is: 'asking', reason: 'new-network' });
  await sharing.close();
});

test('what is not chosen has no door, and another choice opens others', async () => {
  const { sharing, opened, choose } = setUp({ chosen: ['telegram'] });
  await sharing.begin(YES);
  expect(opened[0]).toMatchObject({ whatsapp: null });
  expect(sharing.links()).toEqual({
    mtproto: expect.stringMatching(/^tg:\/\/proxy\?server=192\.168\.1\.5&port=1443&secret=dd[0-9a-f]{32}$/),
    socks: expect.stringMatching(
      /^tg:\/\/socks\?server=192\.168\.1\.5&port=1080&user=footbridge&pass=.{22}$/,
    ),
  });
  choose(['whatsapp']);
  await sharing.chosenChanged();
  expect(opened[1]).toMatchObject({ telegram: null });
  expect(sharing.links()).toEqual({ mtproto: null, socks: null });
  await sharing.chosenChanged();
  expect(opened).toHaveLength(2);
  await sharing.close();
});

test('a scan is told as counts, once a second, and neither password nor secret is in what is told (H3)', async () => {
  const { sharing, opened, clock, events } = setUp();
  await sharing.begin(YES);
  for (let time = 0; time < 500; time++) opened[0]?.onRefused('not-a-messenger');
  await clock.advance(1_000);
  await settle();
  expect(events.filter(({ event }) => event === 'turned-away')).toEqual([
    { event: 'turned-away', why: 'not-a-messenger', count: 500 },
  ]);
  const { password, secret = [] } = opened[0]?.telegram ?? {};
  for (const hidden of [password?.password ?? 'none was made', Buffer.from(secret).toString('hex')])
    expect(JSON.stringify(events)).not.toContain(hidden);
  await sharing.close();
});

test('it ends with the connection, and does not begin again after that', async () => {
  const { sharing, opened, closed, end } = setUp();
  await sharing.begin(YES);
  end();
  await sharing.begin(YES);
  expect(opened).toHaveLength(2);
  expect(closed).toEqual([1, 2]);
  expect(sharing.links()).toEqual({ mtproto: null, socks: null });
});

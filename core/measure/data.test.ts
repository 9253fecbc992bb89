import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { ControlsSchema } from '../model/controls.ts';
import { DeepCheckDataSchema } from '../model/deep-check.ts';
import { createPurposeMatcher } from '../model/match.ts';
import { MessengerSchema } from '../model/messenger.ts';
import { OperatorsSchema } from '../model/operators.ts';
import { createRangeSet } from '../net/ip.ts';

const resources = new URL('../../resources/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, resources), 'utf8');
const files = readdirSync(new URL('messengers/', resources));
const messengers = files.map((file) => v.parse(MessengerSchema, JSON.parse(read(`messengers/${file}`))));
const controls = v.parse(ControlsSchema, JSON.parse(read('controls.json')));
const match = createPurposeMatcher(messengers);

describe('the messengers’ files', () => {
  it('suggest the three that most people use', () => {
    const suggested = messengers.filter((messenger) => messenger.suggested);
    expect(suggested.map(({ id }) => id).sort()).toEqual(['signal', 'telegram', 'whatsapp']);
    expect(files.sort()).toEqual(messengers.map(({ id }) => `${id}.json`).sort());
  });

  it('a name stands in one purpose of one messenger only', () => {
    const names = messengers.flatMap(({ purposes }) => purposes.flatMap((purpose) => purpose.names));
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it.each(messengers.filter(({ webApp }) => webApp))(
    '$id: its web client goes its own way',
    ({ id, webApp }) => {
      const { hostname } = new URL(webApp?.url ?? '');
      expect(match({ host: hostname, port: 443 })?.messenger.id).toBe(id);
    },
  );

  it('sample two or three hosts of each purpose that is searched for by default', () => {
    const counts = messengers
      .filter((messenger) => messenger.suggested)
      .flatMap(({ purposes }) =>
        purposes.map(({ samples }) => new Set(samples.flat().map(({ host }) => host)).size),
      );
    expect(counts.filter((count) => count < 2 || count > 3)).toEqual([]);
  });

  it('several samples are alternatives only where the app is said to exchange them itself', () => {
    const one = messengers.find(({ id }) => id === 'whatsapp');
    const without = one?.purposes.map(({ rotation: _, ...purpose }) => purpose);
    expect(v.safeParse(MessengerSchema, { ...one, purposes: without }).success).toBe(false);
    const everywhere = one?.purposes.map((purpose) => ({ ...purpose, rotation: 'any host will do' }));
    expect(v.safeParse(MessengerSchema, { ...one, purposes: everywhere }).success).toBe(false);
  });

  it.each(messengers)('$id: what a purpose is proven by belongs to it', ({ id, purposes }) => {
    for (const { purpose, samples } of purposes) {
      for (const { host, port } of samples.flat()) {
        const found = match({ host, port });
        expect([host, found?.messenger.id, found?.purpose.purpose]).toEqual([host, id, purpose]);
      }
    }
  });

  it.each(messengers)(
    '$id: OONI’s endpoints belong to the purpose they are listed under',
    ({ id, endpoints }) => {
      for (const { host, port, purpose } of endpoints) {
        const found = match({ host, port });
        expect([host, found?.messenger.id, found?.purpose.purpose]).toEqual([host, id, purpose]);
      }
    },
  );

  it.each(messengers)('$id: ranges are ranges and hold the hints', ({ cidrs, hints }) => {
    const ranges = createRangeSet(cidrs);
    for (const address of Object.values(hints).flat())
      expect([address, ranges.has(address)]).toEqual([address, true]);
  });

  it('ask for what OONI asks for: ts-018, ts-019, ts-020, ts-029', () => {
    const asked = (id: string) =>
      (messengers.find((messenger) => messenger.id === id)?.endpoints ?? []).map(
        ({ ask = 'connect', host, port, path = '' }) => `${ask} ${host}:${port}${path}`,
      );
    const numbers = Array.from({ length: 16 }, (_, index) => index + 1);
    expect(asked('whatsapp')).toEqual([
      ...numbers.flatMap((number) => [443, 5222].map((port) => `connect e${number}.whatsapp.net:${port}`)),
      'https v.whatsapp.net:443/v2/register',
      'https web.whatsapp.com:443',
    ]);
    const points = ['149.154.175.50', '149.154.167.51', '149.154.175.100', '149.154.167.91'];
    expect(asked('telegram')).toEqual([
      ...[...points, '149.154.171.5', '95.161.76.100'].flatMap((point) => [
        `http-post ${point}:80`,
        `http-post ${point}:443`,
      ]),
      'https web.telegram.org:443',
    ]);
    expect(asked('signal')).toEqual([
      ...['cdsi', 'chat', 'sfu.voip', 'storage'].map((host) => `https ${host}.signal.org:443`),
      'resolve uptime.signal.org:443',
    ]);
    // One of the seven speaks UDP and is only resolved.
    expect(asked('facebook-messenger')).toEqual([
      ...['b-api', 'b-graph', 'edge-mqtt'].map((host) => `connect ${host}.facebook.com:443`),
      ...['external', 'scontent'].map((host) => `connect ${host}.xx.fbcdn.net:443`),
      ...['connect star.c10r.facebook.com:443', 'resolve stun.fbsbx.com:443'],
    ]);
  });
});

describe('the closer look', () => {
  const deep = v.parse(DeepCheckDataSchema, JSON.parse(read('deep-check.json')));
  const operators = v.parse(OperatorsSchema, JSON.parse(read('resolvers.json')));

  it('asks whole sets of all messengers, of Bitchat’s relays and of a domestic one', () => {
    const sets = [...messengers, ...deep.others].filter(({ endpoints }) => endpoints.length > 0);
    expect(sets.map(({ id }) => id).sort()).toEqual(
      [
        ...['bitchat', 'discord', 'facebook-messenger', 'matrix', 'max', 'session', 'signal'],
        ...['simplex', 'telegram', 'viber', 'whatsapp'],
      ].sort(),
    );
  });

  it('holds address books of several operators against each other, in every way that they offer', () => {
    for (const id of deep.resolvers) {
      const [way = '', name] = id.split(':');
      const operator = operators.find((one) => one.id === name);
      const isOffered = {
        udp: operator?.plain,
        tcp: operator?.plain,
        dot: operator?.dot,
        doh: operator?.doh,
      };
      expect([id, Boolean(Object.entries(isOffered).find(([known]) => known === way)?.[1])]).toEqual([
        id,
        true,
      ]);
    }
    const ways = new Set(deep.resolvers.map((id) => id.split(':')[0]));
    expect([...ways].sort()).toEqual(['doh', 'dot', 'tcp', 'udp']);
  });

  it('asks nobody who would tell in which country one is (R6)', () => {
    const domestic = Object.values(controls.domestic).flatMap((country) => country.controls);
    const asked = deep.others.flatMap(({ endpoints }) => endpoints.map(({ host }) => host));
    expect(domestic.filter(({ host }) => asked.includes(host))).toEqual([]);
  });

  it('says of every host that is asked by datagrams whose word it is', () => {
    for (const { source } of [...deep.stun, ...deep.quic]) expect(source).toMatch(/:|general knowledge/);
  });
});

describe('the controls', () => {
  it('stand in networks of their own', () => {
    for (const group of [controls.foreign, controls.neutral, controls.bulk]) {
      expect(new Set(group.map(({ network }) => network)).size).toBe(group.length);
    }
  });

  it('are no messenger’s', () => {
    const all = [controls.foreign, controls.neutral, controls.bulk, controls.portals];
    for (const { host } of all.flat()) expect(match({ host, port: 443 })).toBeUndefined();
  });

  it('know each time zone once', () => {
    const zones = Object.values(controls.domestic).flatMap(({ timeZones }) => timeZones);
    expect(new Set(zones).size).toBe(zones.length);
  });
});

describe('Signal’s root', () => {
  it('is a certificate authority of Signal’s', () => {
    const { subject, ca } = new X509Certificate(read('signal-root.pem'));
    expect(ca).toBe(true);
    expect(subject).toMatch(/Signal|TextSecure|Whisper/);
  });
});

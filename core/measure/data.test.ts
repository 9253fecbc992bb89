import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { ControlsSchema } from '../model/controls.ts';
import { createPurposeMatcher } from '../model/match.ts';
import { MessengerSchema } from '../model/messenger.ts';
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
    const count = (id: string) => messengers.find((messenger) => messenger.id === id)?.endpoints.length;
    expect([count('whatsapp'), count('telegram'), count('signal')]).toEqual([16 * 2 + 2, 6 * 2 + 1, 4]);
    // Seven names, one of which is only resolved.
    expect(count('facebook-messenger')).toBe(6);
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

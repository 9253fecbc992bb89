import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { check } from '../testing/fuzz.ts';
import { createDatagramMatcher, createPurposeMatcher, matchPurpose } from './match.ts';
import { MessengerSchema } from './messenger.ts';

const folder = new URL('../../resources/messengers/', import.meta.url);
const messengers = readdirSync(folder).map((file) =>
  v.parse(MessengerSchema, JSON.parse(readFileSync(new URL(file, folder), 'utf8'))),
);
const match = createPurposeMatcher(messengers);
const routeOf = (host: string, port = 443) => {
  const found = match({ host, port });
  return found && `${found.messenger.id}/${found.purpose.purpose}`;
};

describe('matchPurpose', () => {
  it.each([
    ['web.whatsapp.com', 'whatsapp/web'],
    ['whatsapp.com', 'whatsapp/web'],
    ['w9.web.whatsapp.com', 'whatsapp/web'],
    ['wa.me', 'whatsapp/web'],
    ['WEB.WhatsApp.com', 'whatsapp/web'],
    ['web.whatsapp.com.', 'whatsapp/web'],
    ['g.whatsapp.net', 'whatsapp/chat'],
    ['e16.whatsapp.net', 'whatsapp/chat'],
    ['mmg.whatsapp.net', 'whatsapp/media'],
    ['media-hel3-1.cdn.whatsapp.net', 'whatsapp/media'],
    ['whatsapp.net', 'whatsapp/media'],
    ['t.me', 'telegram/web'],
    ['telegram.org', 'telegram/web'],
    ['kws2-1.web.telegram.org', 'telegram/web'],
    ['149.154.167.51', 'telegram/chat'],
    ['::ffff:149.154.167.51', 'telegram/chat'],
    ['2001:67c:4e8:f002::a', 'telegram/chat'],
    ['95.161.76.100', 'telegram/chat'],
    ['chat.signal.org', 'signal/chat'],
    ['grpc.chat.signal.org', 'signal/chat'],
    ['cdn2.signal.org', 'signal/media'],
    ['76.223.66.180', 'signal/chat'],
    ['signal.group', 'signal/chat'],
  ])('takes %s for %s', (host, expected) => {
    expect(routeOf(host)).toBe(expected);
  });

  it.each([
    ['example.org'],
    ['notwhatsapp.com'],
    ['whatsapp.com.evil.test'],
    ['com'],
    [''],
    ['31.13.24.1'],
    ['8.8.8.8'],
    ['::1'],
  ])('leaves %j alone', (host) => {
    expect(routeOf(host)).toBeUndefined();
  });

  it('leaves a messenger’s name on a port of nobody alone', () => {
    expect(routeOf('web.whatsapp.com', 22)).toBeUndefined();
    expect(routeOf('e1.whatsapp.net', 5222)).toBe('whatsapp/chat');
  });

  it('gives one answer for a question asked once', () => {
    const found = matchPurpose(messengers, { host: 'e1.whatsapp.net', port: 443 });
    expect(found?.purpose.replayable).toBe('noise');
  });

  it('never throws, whatever it is asked', () => {
    check(
      fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()), fc.nat(70_000), (host, port) => {
        match({ host, port });
      }),
    );
  });
});

describe('whose datagrams these are', () => {
  const matchDatagram = createDatagramMatcher(messengers);
  const calls = (host: string, port: number) => matchDatagram({ host, port })?.messenger.id;

  it.each([
    ['149.154.167.51', 1400, 'telegram'],
    ['91.108.9.1', 597, 'telegram'],
    ['2001:67c:4e8:f002::a', 1400, 'telegram'],
    ['76.223.66.180', 10_000, 'signal'],
    ['turn.voip.signal.org', 3478, 'signal'],
    ['157.240.0.53', 3478, 'facebook-messenger'],
    ['e1.whatsapp.net', 3478, 'whatsapp'],
  ])('%s, port %i: of %s, whose streams go to other ports (D11)', (host, port, expected) => {
    expect(calls(host, port)).toBe(expected);
    expect(match({ host, port })).toBeUndefined();
  });

  it('takes the ranges of the chosen alone, also where no stream is told by its address', () => {
    const whatsapp = createDatagramMatcher(messengers.filter(({ id }) => id === 'whatsapp'));
    expect(whatsapp({ host: '157.240.0.53', port: 3478 })?.messenger.id).toBe('whatsapp');
    expect(whatsapp({ host: '149.154.167.51', port: 1400 })).toBeUndefined();
  });

  it.each([['example.org'], ['8.8.8.8'], ['::1'], ['192.168.1.1'], ['']])('leaves %j alone', (host) => {
    expect(calls(host, 3478)).toBeUndefined();
  });
});

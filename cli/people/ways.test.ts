import { describe, expect, test } from 'vitest';
import { activity, exactWay, way } from './ways.ts';

describe('a transport in plain words', () => {
  test.each([
    ['system', 'directly'],
    ['network-proxy', "through your network's own proxy"],
    ['doh:quad9', 'by an encrypted address book'],
    ['dot:quad9', 'by an encrypted address book'],
    ['tcp:quad9', 'by another address book'],
    ['doh:quad9 | tlsfrag:sni', 'by a disguised greeting'],
    ['tlsfrag:sni+tcpfrag:sni,gap=rtt', 'by a disguised greeting'],
    ['socks5://•••@192.0.2.1:1080', 'through your server socks5://•••@192.0.2.1:1080'],
    [
      'tlsfrag:sni | https-proxy://a.example:443',
      'through your server https-proxy://a.example:443, with a disguised greeting',
    ],
    ['tor://obfs4', 'through Tor'],
    ['socks5://a:1 | http-proxy://b:2', 'through your servers socks5://a:1 and http-proxy://b:2'],
  ])('%s: %s', (transport, words) => {
    expect(way(transport)).toBe(words);
  });

  test('is followed by the exact one for experts, unless that was said', () => {
    expect(exactWay('doh:quad9 | tlsfrag:sni')).toBe('by a disguised greeting (doh:quad9 | tlsfrag:sni)');
    expect(exactWay('socks5://a:1')).toBe('through your server socks5://a:1');
  });
});

test.each([
  ['system', "trying WhatsApp's web version directly"],
  ['network-proxy', "trying WhatsApp's web version through your network's own proxy"],
  ['doh:quad9', "asking for WhatsApp's address by doh:quad9"],
  ['doh:quad9 | tlsfrag:sni', 'greeting WhatsApp in disguise (doh:quad9 | tlsfrag:sni)'],
  ['socks5://a:1', 'trying WhatsApp through your server socks5://a:1'],
])('what is done at this moment with %s: %s', (transport, words) => {
  expect(activity({ messenger: 'whatsapp', purpose: 'web', transport })).toBe(words);
});

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../testing/fuzz.ts';
import { isShaped, viewTransport } from './transport-view.ts';

describe('a transport’s view', () => {
  test.each([
    ['system', 'plain', null, []],
    ['network-proxy', 'network-proxy', null, []],
    ['network-proxy | doh:quad9', 'resolver', 'doh:quad9', []],
    ['network-proxy | tlsfrag:sni', 'shape', null, []],
    ['doh:quad9', 'resolver', 'doh:quad9', []],
    ['udp:google', 'resolver', 'udp:google', []],
    ['doh:quad9 | tlsfrag:sni', 'shape', 'doh:quad9', []],
    ['tlsfrag:sni+tcpfrag:sni,gap=rtt', 'shape', null, []],
    ['socks5://•••@192.0.2.1:1080', 'server', null, ['socks5://•••@192.0.2.1:1080']],
    [
      'dot:quad9 | socks5://a:1 | http-proxy://b:2',
      'server',
      'dot:quad9',
      ['socks5://a:1', 'http-proxy://b:2'],
    ],
    ['doh:quad9 | tcpfrag:sni | telegram-ws', 'gateway', 'doh:quad9', []],
    ['doh:quad9 | telegram-ws:sni=cdn.example', 'gateway', 'doh:quad9', []],
    ['doh:quad9 | byedpi:oob', 'desync', 'doh:quad9', []],
    ['byedpi:fake | telegram-ws', 'gateway', null, []],
    ['byedpi:fake | socks5://a:1 | tlsfrag:sni', 'server', null, ['socks5://a:1']],
    ['tlsfrag:sni | https-proxy://a.example:443', 'server', null, ['https-proxy://a.example:443']],
  ])('%s is a %s', (text, kind, resolver, servers) => {
    expect(viewTransport(text)).toEqual({ text, kind, resolver, servers });
  });

  test('tells a disguised greeting to a server from a plain one', () => {
    expect(isShaped('tlsfrag:sni | https-proxy://a.example:443')).toBe(true);
    expect(isShaped('https-proxy://a.example:443')).toBe(false);
  });

  test('exists for any text, which it keeps', () => {
    check(
      fc.property(fc.string(), (text) => {
        expect(viewTransport(text).text).toBe(text);
      }),
    );
  });
});

import { createContext, runInContext } from 'node:vm';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../testing/fuzz.ts';
import { renderPac } from './pac.ts';
import { mayReadPac, pacPath } from './pac-request.ts';

// As in a browser without its helpers: not even `dnsResolve` and its like are there to be called.
const context = createContext({});

function evaluate(script: string): (host: string) => unknown {
  runInContext(script, context);
  return (host) => runInContext(`FindProxyForURL('https://x/', ${JSON.stringify(host)})`, context);
}

describe('the PAC', () => {
  const proxyFor = (host: string) =>
    evaluate(renderPac(['web.whatsapp.com', '*.whatsapp.net', 't.me'], 8118))(host);

  test.each([
    'web.whatsapp.com',
    'WEB.WhatsApp.com',
    'web.whatsapp.com.',
    'mmg.whatsapp.net',
    'a.b.whatsapp.net',
    't.me',
  ])('sends %s to us and nowhere else', (host) => {
    expect(proxyFor(host)).toBe('PROXY 127.0.0.1:8118');
  });

  test.each([
    'whatsapp.net',
    'whatsapp.com',
    'xt.me',
    'a.t.me',
    'evilwhatsapp.net',
    '',
    '.',
    'constructor',
    '10.0.0.1',
    'printer',
  ])('sends %j straight out', (host) => {
    expect(proxyFor(host)).toBe('DIRECT');
  });

  test('leaves all else to the proxies that were set before', () => {
    const answer = 'PROXY proxy.company.example:3128; DIRECT';
    const bypass = [
      '.corp.example',
      '*.local',
      'wiki.example',
      '10.0.0.0/8',
      'web*.b.example',
      'a*b*c',
      '1/7',
    ];
    const findWith = (list: string[]) =>
      evaluate(renderPac(['t.me'], 8118, { kind: 'proxies', answer, bypass: list }));
    const find = findWith(bypass);
    expect(find('t.me')).toBe('PROXY 127.0.0.1:8118');
    for (const host of [
      'intranet.example',
      'corp2.example',
      'x.wiki.example',
      'axbxc',
      '11.0.0.1',
      'printer',
    ])
      expect(find(host)).toBe(answer);
    for (const host of [
      'a.CORP.example',
      'corp.example',
      'x.local',
      'wiki.example',
      '10.1.2.3',
      'web1.b.example',
    ])
      expect(find(host)).toBe('DIRECT');
    expect(findWith(['<local>'])('printer')).toBe('DIRECT');
    for (const host of ['localhost', '127.0.0.1']) expect(find(host)).toBe('DIRECT');
  });

  test('leaves all else to the script that was there before, whatever it names its own things', () => {
    const text = `
      var exact = 'theirs', below = 1, found = 2; // no line break at its end
      function has(host) { return host === 'intranet.example'; }
      function FindProxyForURL(url, host) { return has(host) ? 'PROXY a.example:1' : exact; }`;
    const find = evaluate(renderPac(['t.me', '*.t.me'], 8118, { kind: 'script', text: `${text} // end` }));
    expect(find('t.me')).toBe('PROXY 127.0.0.1:8118');
    expect(find('a.t.me')).toBe('PROXY 127.0.0.1:8118');
    expect(find('intranet.example')).toBe('PROXY a.example:1');
    expect(find('Other.example.')).toBe('theirs');
  });

  test('goes on where the script that was there before is broken', () => {
    const find = evaluate(renderPac(['t.me'], 8118, { kind: 'script', text: 'throw new Error();' }));
    expect(find('t.me')).toBe('PROXY 127.0.0.1:8118');
    expect(find('other.example')).toBe('DIRECT');
  });

  test('asks no resolver', () => {
    expect(renderPac(['a.example'], 1)).not.toMatch(/dnsResolve|isInNet|isResolvable|myIpAddress/);
  });

  test('holds any names as text, never as code', () => {
    check(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 30 }), { maxLength: 5 }), (names) => {
        const script = renderPac(names, 1, { kind: 'proxies', answer: 'PROXY p:1', bypass: names });
        expect(script).toMatch(/^[\n\x20-\x7e]*$/);
        expect(['DIRECT', 'PROXY p:1']).toContain(evaluate(script)('other.example'));
      }),
    );
  });
});

describe('who may read the PAC', () => {
  const path = pacPath(new Uint8Array(16).fill(0xab));
  const asks = (target: string, headers: readonly (readonly [string, string])[], method = 'GET') =>
    mayReadPac({ method, target, headers }, path, 8118);

  test('its path has 128 bits', () => {
    expect(path).toBe(`/${'ab'.repeat(16)}/proxy.pac`);
  });

  test.each(['127.0.0.1:8118', '[::1]:8118', 'localhost:8118', 'LOCALHOST:8118'])(
    'a client on %s',
    (host) => {
      expect(asks(path, [['host', host]])).toBe(true);
      expect(asks(`${path}?v=2`, [['host', host]])).toBe(true);
    },
  );

  test.each(['rebound.example:8118', '127.0.0.1', '127.0.0.1:80', 'localhost.example:8118', ''])(
    'nobody who addresses %j',
    (host) => {
      expect(asks(path, [['host', host]])).toBe(false);
    },
  );

  test.each(['origin', 'referer', 'sec-fetch-mode', 'sec-fetch-site', 'sec-fetch-dest'])(
    'no web page, known by %s (D9)',
    (name) => {
      expect(
        asks(path, [
          ['host', '127.0.0.1:8118'],
          [name, 'x'],
        ]),
      ).toBe(false);
    },
  );

  test('nobody with another path, method, or two hosts', () => {
    const host = ['host', '127.0.0.1:8118'] as const;
    expect(asks('/proxy.pac', [host])).toBe(false);
    expect(asks(`${path}/`, [host])).toBe(false);
    expect(asks(path.replace('a', 'b'), [host])).toBe(false);
    expect(asks(path, [host], 'POST')).toBe(false);
    expect(asks(path, [host, host])).toBe(false);
    expect(asks(path, [])).toBe(false);
  });
});

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../testing/fuzz.ts';
import { looksLikeBridge, parseBridgeLine } from './bridge-line.ts';
import { printExpression } from './expression.ts';
import { parseLinks } from './links/link-list.ts';
import { parseLink } from './links/share-link.ts';

const FINGERPRINT = '48762FD350DB1FE04DD4F44ADD7AFD9E82F34DDD';
const OBFS4 = `obfs4 192.0.2.1:443 ${FINGERPRINT} cert=Q0tkMsbKTHNobLVMjPgSvid+RA76lPXeRDF iat-mode=0`;
const SNOWFLAKE = `snowflake 192.0.2.3:80 ${FINGERPRINT} fingerprint=${FINGERPRINT} url=https://a.example/ fronts=b.example,c.example ice=stun:d.example:3478,stun:e.example:3478 utls-imitate=hellorandomizedalpn`;
const WEBTUNNEL = `webtunnel [2001:db8:1::2]:443 ${FINGERPRINT} url=https://a.example/path/of-it ver=0.0.1`;
const MEEK = `meek_lite 192.0.2.20:80 ${FINGERPRINT} url=https://a.example front=b.example`;

const read = (line: string) => {
  const bridge = parseBridgeLine(line);
  return typeof bridge === 'string' ? bridge : bridge.text;
};

describe('a bridge line', () => {
  test.each([
    OBFS4,
    SNOWFLAKE,
    WEBTUNNEL,
    MEEK,
    `192.0.2.9:9001 ${FINGERPRINT}`,
    '192.0.2.9:9001',
    '[2001:db8::7]:9001',
  ])('is read as it is given out: %s', (line) => expect(read(line)).toBe(line));

  test('may begin with a word that Tor’s configuration wants, and be spaced as it likes', () => {
    expect(
      read(
        `  Bridge  ${OBFS4.replaceAll(' ', '  ')
          .toLowerCase()
          .replace(/cert=\S+/, 'cert=Q0')}`,
      ),
    ).toBe(`obfs4 192.0.2.1:443 ${FINGERPRINT} cert=Q0 iat-mode=0`);
  });

  test.each([
    ['obfs4 bridge.example:443 cert=x', 'bad-host'],
    ['obfs4 192.0.2.1 cert=x', 'missing-port'],
    ['obfs4 192.0.2.1:0 cert=x', 'bad-port'],
    [`obfs4 192.0.2.1:443 ${FINGERPRINT}`, 'bad-credentials'],
    ['webtunnel 192.0.2.1:443', 'bad-credentials'],
    ['obfs4 192.0.2.1:443 cert=x cert=y', 'unsupported-option'],
    ['obfs4 192.0.2.1:443 cert=x# iat-mode=0', 'unsupported-option'],
    ['obfs4 192.0.2.1:443 cert="x', 'unsupported-option'],
    ['obfs4 192.0.2.1:443 cert=x and more', 'unsupported-option'],
    ['192.0.2.1:443 cert=x', 'unsupported-option'],
    ['scramblesuit 192.0.2.1:443 password=x', 'unsupported-option'],
    ['constructor 192.0.2.1:443', 'unsupported-option'],
    [`obfs4 192.0.2.1:443 cert=${'x'.repeat(2000)}`, 'too-long'],
  ])('%s is refused as %s', (line, problem) => expect(read(line)).toBe(problem));

  test('is told from an address of a proxy', () => {
    expect([OBFS4, SNOWFLAKE, `Bridge 192.0.2.9:9001 ${FINGERPRINT}`].map(looksLikeBridge)).toEqual([
      true,
      true,
      true,
    ]);
    expect(['192.0.2.9:9001', '192.0.2.9:1080:user:pass', 'a word or two', ''].map(looksLikeBridge)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  test('whatever it is, never ends a line of Tor’s configuration early, and is read back as it was', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'obfs4',
        'Bridge',
        '192.0.2.1:443',
        FINGERPRINT,
        'cert=a',
        'iat-mode=0',
        '#',
        '"',
        '\n',
      ),
      fc.string(),
    );
    check(
      fc.property(fc.array(word, { maxLength: 8 }), (words) => {
        const bridge = parseBridgeLine(words.join(' '));
        if (typeof bridge === 'string') return;
        expect(bridge.text).toMatch(/^[\x20-\x7e]+$/);
        expect(bridge.text).not.toMatch(/["#\\]/);
        expect(read(bridge.text)).toBe(bridge.text);
      }),
    );
  });
});

describe('bridge lines that are pasted', () => {
  test('are one way, whose label tells their kinds alone', () => {
    const { links, faults } = parseLinks(`${OBFS4}\n${SNOWFLAKE}\n${OBFS4}\n`);
    expect(faults).toEqual([]);
    expect(links.map(({ expression }) => expression.hops)).toEqual([
      [{ kind: 'proxy', protocol: 'tor', host: '192.0.2.1', port: 443, bridges: [OBFS4, SNOWFLAKE] }],
    ]);
  });

  test('may have words around them', () => {
    const { links, faults } = parseLinks(
      `Here are two bridges for you:\n\n${OBFS4}\n${WEBTUNNEL}\n\nGood luck!`,
    );
    expect([links.length, faults.length]).toEqual([1, 0]);
  });

  test('print and are read back', () => {
    const result = parseLink(`${OBFS4}\n${WEBTUNNEL}`);
    const text = result.ok ? printExpression(result.expression) : '';
    expect(text).toMatch(/^tor:\/\/obfs4,webtunnel\?bridges=obfs4%20192/);
    expect(parseLink(text)).toEqual(result);
  });

  test('that are more than there is room for are cut short, not refused', () => {
    const lines = Array.from({ length: 40 }, (_, index) => OBFS4.replace('.1:443', `.${index + 1}:443`));
    const result = parseLink(lines.join('\n'));
    const [tor] = result.ok ? result.expression.hops : [];
    expect(tor?.kind === 'proxy' && tor.protocol === 'tor' && tor.bridges.length).toBe(16);
  });

  test('are wrong where one of them is', () => {
    expect(parseLink(`${OBFS4}\nobfs4 192.0.2.1:443`)).toEqual({
      ok: false,
      error: { code: 'bad-credentials' },
    });
  });
});

describe('Tor without bridges', () => {
  test('is a way of its own', () => {
    const result = parseLink('tor://direct');
    expect(result.ok && printExpression(result.expression)).toBe('tor://direct');
  });

  test('can be gone on from, and stands on nothing of ours', () => {
    for (const text of ['tor://direct | telegram-ws', 'tor://direct | socks5://a.example:1080'])
      expect(parseLink(text).ok).toBe(true);
    for (const text of [
      'doh:quad9 | tor://direct',
      'tlsfrag:sni | tor://direct',
      'ssh://a:b@c:22 | tor://direct',
    ])
      expect(parseLink(text)).toMatchObject({ ok: false, error: { code: 'misplaced-engine' } });
  });
});

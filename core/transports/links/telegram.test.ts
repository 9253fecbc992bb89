import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyProxy } from '../../testing/expressions.ts';
import { check } from '../../testing/fuzz.ts';
import { parseLink } from './share-link.ts';
import { printTelegramLink } from './telegram.ts';

test('an MTProto proxy is printed as a link that Telegram and we read back, and nothing else is (N13)', () => {
  check(
    fc.property(anyProxy, (proxy) => {
      const expression = { resolver: 'system', hops: [proxy] };
      const link = printTelegramLink(expression);
      expect(link !== undefined).toBe(proxy.protocol === 'mtproto');
      if (link !== undefined) expect(parseLink(link)).toEqual({ ok: true, expression, assumed: [] });
    }),
  );
});

test.each(['doh:quad9', 'socks5://a.example:1080'])(
  'behind %s it is no link of Telegram’s any more',
  (way) => {
    const parsed = parseLink(`${way} | mtproto://000102030405060708090a0b0c0d0e0f@a.example:443`);
    expect(parsed.ok && printTelegramLink(parsed.expression)).toBe(undefined);
  },
);

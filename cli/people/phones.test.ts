import jsQr from 'jsqr';
import { expect, test } from 'vitest';
import { phonesText, shareNews } from './phones.ts';

const MTPROTO = 'tg://proxy?server=192.168.1.5&port=1443&secret=dd000102030405060708090a0b0c0d0e0f';
const SOCKS = 'tg://socks?server=192.168.1.5&port=1080&user=footbridge&pass=abcdefghijklmnopqrstuv';
const LINKS = { mtproto: MTPROTO, socks: SOCKS };
const NO_LINKS = { mtproto: null, socks: null };
const SHARED = {
  is: 'on' as const,
  addresses: ['192.168.1.5'],
  whatsapp: { tls: 443, plain: 5222, media: 587 },
  telegram: { mtproto: 1443, socks: 1080 },
  isKept: false,
  devices: [],
  refused: 0,
  latest: [],
};
const PIXELS = 4;

/** What a phone's camera sees of a terminal that writes light on dark. */
function readPicture(text: string): string | undefined {
  const lines = text.split('\n').filter((line) => /^[ ▀▄█]+$/.test(line));
  const rows = lines.flatMap((line) => [
    [...line].map((block) => block === '▀' || block === '█'),
    [...line].map((block) => block === '▄' || block === '█'),
  ]);
  const [width, height] = [(rows[0]?.length ?? 0) * PIXELS, rows.length * PIXELS];
  const image = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [Math.floor((at % width) / PIXELS), Math.floor(at / width / PIXELS)];
    image.fill(rows[y]?.[x] ? 255 : 0, at * 4, at * 4 + 3);
    image[at * 4 + 3] = 255;
  }
  return jsQr.default(image, width, height)?.data;
}

test('a person is told what to type, and shows Telegram’s link as a picture that a camera can read', () => {
  const text = phonesText(SHARED, LINKS, true);
  expect(text).toContain('Proxy host   192.168.1.5');
  expect(text).toContain('Chat port    443');
  expect(text).toContain('Media port   587');
  expect(text).toContain('firewall: 443, 5222, 587, 1443, 1080');
  expect(readPicture(text)).toBe(MTPROTO);
  expect(text).toContain(SOCKS);
  expect(phonesText(SHARED, LINKS, false)).not.toContain('█');
});

test('where 443 could not be had, the port without TLS is told; what is not shared is not spoken of', () => {
  const whatsapp = { tls: 8443, plain: 15222, media: null };
  const text = phonesText({ ...SHARED, whatsapp, telegram: null }, NO_LINKS, true);
  expect(text).toContain('Chat port    15222');
  expect(text).toContain('Media port   none is free');
  expect(text).not.toContain('Telegram');
  expect(phonesText({ ...SHARED, whatsapp: null }, LINKS, false)).not.toContain('WhatsApp');
});

test('where the secret’s port could not be had, the picture is of the link with a password, told once', () => {
  const text = phonesText(SHARED, { mtproto: null, socks: SOCKS }, true);
  expect(readPicture(text)).toBe(SOCKS);
  expect(text.split(SOCKS)).toHaveLength(2);
});

test('people are told when phones were let go, or why there is nothing, and not that all is well', () => {
  expect(shareNews({ is: 'asking', reason: 'network-changed' })).toContain('phones were let go');
  expect(shareNews({ is: 'off', problem: 'no-network' })).toContain('in no private network');
  for (const quiet of [
    SHARED,
    { is: 'off' as const, problem: null },
    { is: 'asking' as const, reason: 'new-network' as const },
  ]) {
    expect(shareNews(quiet)).toBeNull();
  }
});

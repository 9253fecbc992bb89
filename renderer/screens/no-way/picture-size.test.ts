import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPictureSize } from './picture-size.ts';

const bytes = (text: string, ...more: number[]) =>
  new Uint8Array([...[...text].map((char) => char.charCodeAt(0)), ...more]);
const be32 = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
const le32 = (value: number) => be32(value).reverse();

describe('the size of a picture', () => {
  it('is read from a PNG', () => {
    const png = bytes('\x89PNG\r\n\x1a\n', ...be32(13), 73, 72, 68, 82, ...be32(640), ...be32(480));
    expect(readPictureSize(png)).toEqual({ width: 640, height: 480 });
  });

  it('is read from a GIF and a BMP, upside down as well', () => {
    expect(readPictureSize(bytes('GIF89a', 0x80, 2, 0xe0, 1))).toEqual({ width: 640, height: 480 });
    const bmp = bytes('BM', ...Array.from({ length: 16 }, () => 0), ...le32(640), ...le32(-480));
    expect(readPictureSize(bmp)).toEqual({ width: 640, height: 480 });
  });

  it('is read from the three kinds of WebP', () => {
    const lossy = bytes('RIFF....WEBPVP8 ', 0, 0, 0, 0, 0, 0, 0, 0x9d, 1, 0x2a, 0x80, 2, 0xe0, 1);
    const lossless = bytes('RIFF....WEBPVP8L', 0, 0, 0, 0, 0x2f, ...le32(639 | (479 << 14)));
    const extended = bytes('RIFF....WEBPVP8X', 10, 0, 0, 0, 0, 0, 0, 0, 0x7f, 2, 0, 0xdf, 1, 0);
    for (const webp of [lossy, lossless, extended]) {
      expect(readPictureSize(webp)).toEqual({ width: 640, height: 480 });
    }
  });

  it('is read from a JPEG behind its other segments', () => {
    const app = [0xff, 0xe0, 0, 4, 1, 2];
    const frame = [0xff, 0xc2, 0, 17, 8, 1, 0xe0, 2, 0x80, 3];
    expect(readPictureSize(bytes('\xff\xd8', ...app, 0xff, ...frame))).toEqual({ width: 640, height: 480 });
  });

  it('is not made up for a text, an empty file, a cut one or a size of nothing', () => {
    const none = [
      bytes(''),
      bytes('socks5://192.0.2.1:1080'),
      bytes('\x89PNG\r\n\x1a\n', 0),
      bytes('\xff\xd8\xff'),
    ];
    for (const file of none) expect(readPictureSize(file)).toBeUndefined();
    expect(readPictureSize(bytes('GIF89a', 0, 0, 5, 0))).toBeUndefined();
  });

  it('is read from any bytes without an exception', () => {
    const magics = [
      '\x89PNG\r\n\x1a\n',
      'GIF8',
      'BM',
      'RIFF....WEBPVP8L',
      'RIFF....WEBPVP8X',
      '\xff\xd8\xff',
      '',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...magics), fc.uint8Array({ maxLength: 300 }), (magic, rest) => {
        const size = readPictureSize(bytes(magic, ...rest));
        expect(size === undefined || (size.width > 0 && size.height > 0)).toBe(true);
      }),
    );
  });
});

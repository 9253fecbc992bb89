import jsQR from 'jsqr';
import { describe, expect, it } from 'vitest';
import { drawQr, type QrPicture } from './qr-path.ts';

/** Draws the path as pixels, `scale` for each square, dark on white. */
function paint({ size, path }: QrPicture, scale = 4): { data: Uint8ClampedArray; width: number } {
  const width = size * scale;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let dy = 0; dy < scale; dy += 1) {
      for (let dx = 0; dx < Number(run) * scale; dx += 1) {
        data.fill(0, ...pixel((Number(y) * scale + dy) * width + Number(x) * scale + dx));
      }
    }
  }
  return { data, width };
}
const pixel = (index: number): [number, number] => [index * 4, index * 4 + 3];

const read = (picture: QrPicture | null): string | undefined => {
  if (picture === null) return undefined;
  const { data, width } = paint(picture);
  return jsQR(data, width, width)?.data;
};

describe('the picture of a link', () => {
  it.each([
    'socks5://alice:secret@192.0.2.7:1080#Ann',
    `ss://${'QUJD'.repeat(40)}@[2001:db8::1]:443`,
    'مرحبا',
  ])('is read back as %s', async (link) => {
    expect(read(await drawQr(link))).toBe(link);
  });

  it('of a long link is still drawn', async () => {
    const picture = await drawQr('x'.repeat(2900));
    expect(picture?.size).toBe(177 + 8);
  });

  it('of a link that no picture can hold is none', async () => {
    expect(await drawQr('x'.repeat(3000))).toBeNull();
  });
});

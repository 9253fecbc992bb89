import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import readPixels from 'jsqr';
import { expect, test } from 'vitest';
import { drawQr } from './qr-path.ts';

const PIXELS = 4;
const LINKS = readFileSync(join(import.meta.dirname, '../../../docs/links.md'), 'utf8');
/** Every kind of link that is used, as it is kept and so shown; and every address of a list, as it is sent. */
const [used = '', , lists = ''] = LINKS.split('\n## ').slice(1);
const cells = (section: string, column: 1 | 2) =>
  [...section.matchAll(/^\| `(.+?)` \| `(.+?)` \|/gm)].map((row) =>
    (row[column] ?? '').replaceAll('\\|', '|'),
  );
const texts = [...new Set([...cells(used, 2), ...cells(lists, 1)])];

/** What a camera would see of the picture: dark runs on white, as the path draws them. */
function pixelsOf({ size, path }: { readonly size: number; readonly path: string }): Uint8ClampedArray {
  const width = size * PIXELS;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x = '', y = '', run = ''] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = Number(y) * PIXELS; row < (Number(y) + 1) * PIXELS; row += 1) {
      const from = (row * width + Number(x) * PIXELS) * 4;
      for (let at = from; at < from + Number(run) * PIXELS * 4; at += 4) data.fill(0, at, at + 3);
    }
  }
  return data;
}

test('there are links of every kind to show', () => {
  expect(texts.length).toBeGreaterThan(15);
});

test.each(texts)('%s is read out of the picture that shows it', async (text) => {
  const picture = await drawQr(text);
  if (picture === null) throw new Error('too long');
  const width = picture.size * PIXELS;
  expect(readPixels(pixelsOf(picture), width, width)?.data).toBe(text);
});

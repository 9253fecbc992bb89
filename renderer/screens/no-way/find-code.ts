import { codeScales } from './code-scales.ts';
import type { PictureSize } from './picture-size.ts';

/**
 * Looks for a QR code in a picture, at several sizes: in a smaller one a photograph's grain drowns. The decoder is
 * fetched when it is first needed. Rejects where the picture cannot be unpacked.
 */
export async function findCode(picture: Blob, size: PictureSize): Promise<string | undefined> {
  const { default: decode } = await import('jsqr');
  for (const { width } of codeScales(size)) {
    const pixels = await readPixels(picture, width);
    const code = decode(pixels.data, pixels.width, pixels.height, { inversionAttempts: 'attemptBoth' });
    if (code !== null && code.data !== '') return code.data;
  }
  return undefined;
}

/**
 * Only the width is given: a photograph taken upright swaps its sides while it is unpacked. What is transparent
 * becomes white, or a code in black would lie on black.
 */
async function readPixels(picture: Blob, width: number): Promise<ImageData> {
  const bitmap = await createImageBitmap(picture, { resizeWidth: width, resizeQuality: 'high' });
  try {
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (context === null) throw new Error('no canvas');
    context.fillStyle = 'white';
    context.fillRect(0, 0, bitmap.width, bitmap.height);
    context.drawImage(bitmap, 0, 0);
    return context.getImageData(0, 0, bitmap.width, bitmap.height);
  } finally {
    bitmap.close();
  }
}

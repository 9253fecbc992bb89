import type { Locator } from '@playwright/test';
import code from 'jsqr';

/** Reads the QR picture that an element shows, from its pixels; null where there is none to read. */
export async function readCode(element: Locator): Promise<string | null> {
  const picture = (await element.screenshot()).toString('base64');
  const blank = await element.page().context().newPage();
  const { width, height, pixels } = await blank.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0);
    const drawn = context?.getImageData(0, 0, image.width, image.height).data ?? [];
    return { width: image.width, height: image.height, pixels: [...drawn] };
  }, picture);
  await blank.close();
  return code.default(Uint8ClampedArray.from(pixels), width, height)?.data ?? null;
}

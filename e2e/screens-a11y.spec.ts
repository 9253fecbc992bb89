import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { axeFindings } from './axe.ts';
import { type Gallery, openGallery } from './gallery.ts';
import { tabThrough } from './tab-through.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
let gallery: Gallery;

test.beforeAll(async () => {
  gallery = await openGallery(root);
});
test.afterAll(() => gallery.close());

/** Pixels by which the page is wider than its window. */
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test('the gallery has scenes', () => {
  expect(gallery.names.length).toBeGreaterThan(20);
});

for (const theme of ['light', 'dark'] as const) {
  for (const [lang, direction] of [
    ['en', 'left to right'],
    ['en-XB', 'right to left'],
  ] as const) {
    test(`axe finds nothing in any scene, ${theme}, ${direction}`, async () => {
      test.setTimeout(600_000);
      for (const scene of gallery.names) {
        const page = await gallery.open({ scene, lang, theme, width: 800, height: 600 });
        expect.soft(await axeFindings(page), scene).toEqual([]);
        await page.close();
      }
    });
  }
}

for (const [text, widths] of [
  ['normal', [360, 800, 1100, 3840]],
  ['largest', [360, 800, 1100]],
] as const) {
  test(`no scene scrolls sideways, with longer words and ${text} text`, async () => {
    test.setTimeout(600_000);
    for (const scene of gallery.names) {
      const page = await gallery.open({ scene, lang: 'en-XA', text, width: 360, height: 740 });
      for (const width of widths) {
        await page.setViewportSize({ width, height: 740 });
        expect.soft(await overflow(page), `${scene} at ${width}`).toBeLessThanOrEqual(0);
      }
      await page.close();
    }
  });
}

test('the keyboard reaches everything that can be pressed, in every scene', async () => {
  test.setTimeout(600_000);
  for (const scene of gallery.names) {
    const page = await gallery.open({ scene, width: 800, height: 600 });
    expect.soft(await tabThrough(page), scene).toEqual([]);
    await page.close();
  }
});

test('the one button stays in sight in a window of 800 by 600, however large the text', async () => {
  for (const scene of gallery.names.filter((name) => /^home-(?!works|searching)/.test(name))) {
    for (const text of ['normal', 'largest'] as const) {
      const page = await gallery.open({ scene, text, width: 800, height: 600 });
      const button = page.locator('main section button').first();
      const box = await button.boundingBox();
      expect.soft((box?.y ?? 601) + (box?.height ?? 0), `${scene} ${text}`).toBeLessThanOrEqual(600);
      await page.close();
    }
  }
});

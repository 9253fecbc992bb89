import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { axeFindings } from './axe.ts';
import { type Gallery, openGallery } from './gallery.ts';
import { tabThrough } from './tab-through.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** As many at once as keep two processors busy. */
const AT_ONCE = 3;
let gallery: Gallery;

test.beforeAll(async () => {
  gallery = await openGallery(root);
});
test.afterAll(() => gallery.close());

/** Pixels by which the page is wider than its window. */
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Looks at every scene once, several at a time; each gets a page of its own. */
async function everyScene(
  shown: Omit<Parameters<Gallery['open']>[0], 'scene'>,
  look: (page: Page, scene: string) => Promise<void>,
): Promise<void> {
  const waiting = [...gallery.names];
  const worker = async (): Promise<void> => {
    for (let scene = waiting.shift(); scene !== undefined; scene = waiting.shift()) {
      const page = await gallery.open({ scene, ...shown });
      await look(page, scene);
      await page.close();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** The same page in the other theme, or the other direction, as `renderer/frame/look.ts` and the language set them. */
const turn = (page: Page, { theme, dir }: { theme: string; dir: string }) =>
  page.evaluate(
    (next) => {
      document.documentElement.dataset.theme = next.theme;
      document.documentElement.dir = next.dir;
    },
    { theme, dir },
  );

test('the gallery has scenes', () => {
  expect(gallery.names.length).toBeGreaterThan(20);
});

/** All combinations take a quarter of an hour; without this every scene is looked at once, in turn this way and that. */
const isLong = process.env.FOOTBRIDGE_ALL_SCREENS !== undefined;
const LONG = 'takes long: npm run proof:screens';

test('axe finds nothing in any scene: light from left to right, dark from right to left, in turn', async () => {
  test.setTimeout(600_000);
  await everyScene({ theme: 'light', width: 800, height: 600 }, async (page, scene) => {
    const isTurned = gallery.names.indexOf(scene) % 2 === 1;
    if (isTurned) await turn(page, { theme: 'dark', dir: 'rtl' });
    expect.soft(await axeFindings(page), scene).toEqual([]);
  });
});

test('axe finds nothing in any scene, in both themes and both directions', async () => {
  test.skip(!isLong, LONG);
  test.setTimeout(1_200_000);
  await everyScene({ theme: 'light', width: 800, height: 600 }, async (page, scene) => {
    for (const theme of ['light', 'dark'])
      for (const dir of ['ltr', 'rtl']) {
        await turn(page, { theme, dir });
        expect.soft(await axeFindings(page), `${scene}, ${theme}, ${dir}`).toEqual([]);
      }
  });
});

for (const [text, widths] of [
  ['normal', [360, 800, 1100, 3840]],
  ['largest', [360, 800, 1100]],
] as const) {
  test(`no scene scrolls sideways, with longer words and ${text} text`, async () => {
    test.skip(!isLong, LONG);
    test.setTimeout(600_000);
    await everyScene({ lang: 'en-XA', text, width: 360, height: 740 }, async (page, scene) => {
      for (const width of widths) {
        await page.setViewportSize({ width, height: 740 });
        expect.soft(await overflow(page), `${scene} at ${width}`).toBeLessThanOrEqual(0);
      }
    });
  });
}

test('the keyboard reaches everything that can be pressed, in every scene', async () => {
  test.skip(!isLong, LONG);
  test.setTimeout(600_000);
  // One by one: only the page in front has the focus.
  for (const scene of gallery.names) {
    const page = await gallery.open({ scene, width: 800, height: 600 });
    expect.soft(await tabThrough(page), scene).toEqual([]);
    await page.close();
  }
});

test('the one button stays in sight in a window of 800 by 600, however large the text', async () => {
  test.skip(!isLong, LONG);
  test.setTimeout(600_000);
  for (const text of ['normal', 'largest'] as const) {
    await everyScene({ text, width: 800, height: 600 }, async (page, scene) => {
      if (!/^home-(?!works|searching)/.test(scene)) return;
      const box = await page.locator('main section button').first().boundingBox();
      expect.soft((box?.y ?? 601) + (box?.height ?? 0), `${scene} ${text}`).toBeLessThanOrEqual(600);
    });
  }
});

import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test as base, type CDPSession, expect, type Page } from '@playwright/test';
import type { Scenes } from '../renderer/gallery/scene.ts';
import { axeFindings } from './axe.ts';
import { cutText } from './cut-text.ts';
import { sceneNames, serveGallery, showScene } from './gallery.ts';
import { tabThrough } from './tab-through.ts';

/** One page for all scenes, which the gallery puts one into the place of another. */
const test = base.extend<object, { stage: { page: Page; cdp: CDPSession } }>({
  stage: [
    async ({ browser }, use) => {
      const { origin, close } = await serveGallery(fileURLToPath(new URL('..', import.meta.url)));
      const page = await browser.newPage({ reducedMotion: 'reduce' });
      await page.goto(origin);
      await use({ page, cdp: await page.context().newCDPSession(page) });
      await page.close();
      await close();
    },
    { scope: 'worker' },
  ],
});
test.describe.configure({ mode: 'parallel' });

const folder = fileURLToPath(new URL('../renderer/gallery/scenes/', import.meta.url));
const files: { scenes: Scenes }[] = await Promise.all(
  readdirSync(folder).map((file) => import(`../renderer/gallery/scenes/${file}`)),
);
const names = files.flatMap(({ scenes }) => Object.keys(scenes)).sort();

/** Pixels of CSS; 400 is what a window of 800 shows at a zoom of 200 %, and 4K the other end. */
const WIDTHS = [360, 400, 800, 1100, 3840];

/** Shows a scene with longer words, everything open that can be opened. */
async function show(page: Page, scene: string): Promise<void> {
  await showScene(page, { scene, lang: 'en-XA', theme: 'light', size: 'normal' });
  await page.evaluate(() => {
    for (const one of document.querySelectorAll('details')) one.open = true;
  });
}

/** Pixels by which the page is wider than its window. */
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** The page in another theme, direction or text size, as `renderer/frame/look.ts` and the language set them. */
const turn = (page: Page, look: { theme?: string; dir?: string; textSize?: string }) =>
  page.evaluate(({ dir, ...data }) => {
    if (dir !== undefined) document.documentElement.dir = dir;
    Object.assign(document.documentElement.dataset, data);
  }, look);

async function expectNoSidewaysScroll(page: Page, what: string): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 740 });
    expect.soft(await overflow(page), `${what}, scrolls sideways at ${width}`).toBeLessThanOrEqual(0);
  }
}

async function expectButtonInSight(page: Page, what: string): Promise<void> {
  const box = await page.locator('main section button').first().boundingBox();
  expect.soft((box?.y ?? 601) + (box?.height ?? 0), `${what}, its button's end`).toBeLessThanOrEqual(600);
}

test('the gallery has these scenes and no others', async ({ stage: { page } }) => {
  await page.reload();
  expect([...(await sceneNames(page))].sort()).toEqual(names);
});

for (const scene of names) {
  test.describe(scene, () => {
    test('axe finds nothing, in both themes and both directions, and the keyboard reaches everything', async ({
      stage: { page },
    }) => {
      await page.setViewportSize({ width: 800, height: 600 });
      await show(page, scene);
      expect.soft(await axeFindings(page), 'light, from left to right').toEqual([]);
      for (const look of [
        { theme: 'dark', dir: 'ltr' },
        { theme: 'dark', dir: 'rtl' },
        { theme: 'light', dir: 'rtl' },
      ]) {
        await turn(page, look);
        expect.soft(await axeFindings(page, 'looks'), `${look.theme}, ${look.dir}`).toEqual([]);
      }
      expect.soft(await tabThrough(page), 'not reached by Tab').toEqual([]);
    });

    test('longer words fit from a phone to 4K, in every text size and at 200 %', async ({
      stage: { page, cdp },
    }) => {
      await page.setViewportSize({ width: 360, height: 740 });
      await show(page, scene);
      await expectNoSidewaysScroll(page, 'normal text');
      await turn(page, { textSize: 'largest' });
      await expectNoSidewaysScroll(page, 'largest text');
      await turn(page, { textSize: 'normal', dir: 'rtl' });
      await expectNoSidewaysScroll(page, 'from right to left');
      await turn(page, { dir: 'ltr' });

      await page.setViewportSize({ width: 400, height: 300 });
      expect.soft(await cutText(page), 'cut off at a zoom of 200 %').toEqual([]);
      // What the person's browser says letters are to be; the screens take all sizes from it.
      await cdp.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
      await page.setViewportSize({ width: 800, height: 600 });
      expect.soft(await overflow(page), 'scrolls sideways with letters of 200 %').toBeLessThanOrEqual(0);
      expect.soft(await cutText(page), 'cut off with letters of 200 %').toEqual([]);
      await cdp.send('Page.setFontSizes', { fontSizes: { standard: 16, fixed: 13 } });
    });

    if (/^home-(?!works|searching)/.test(scene))
      test('the one button is in sight in a window of 800 by 600, however large the text', async ({
        stage: { page },
      }) => {
        await page.setViewportSize({ width: 800, height: 600 });
        await showScene(page, { scene, lang: 'en', theme: 'light', size: 'normal' });
        await expectButtonInSight(page, 'normal text');
        await turn(page, { textSize: 'largest' });
        await expectButtonInSight(page, 'largest text');
      });
  });
}

import { fileURLToPath } from 'node:url';
import { test as base, type Page } from '@playwright/test';
import type { State } from '../core/contract.ts';
import type { Living } from '../renderer/gallery/living/bridge.ts';
import { CHROMIUM } from './chromium.ts';
import { serveGallery } from './gallery.ts';

declare global {
  interface Window {
    readonly living?: Living;
  }
}

const root = fileURLToPath(new URL('..', import.meta.url));
/** A test of one screen: a scene of the gallery that does what it is told. */
export const test = base.extend<{ open: (scene: string) => Promise<void> }, { origin: string }>({
  launchOptions: [CHROMIUM, { scope: 'worker' }],
  origin: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
    async ({}, use) => {
      const { origin, close } = await serveGallery(root);
      await use(origin);
      await close();
    },
    { scope: 'worker' },
  ],
  open: async ({ page, origin }, use) => {
    await use(async (scene) => {
      await page.goto(`${origin}living/?scene=${scene}`);
      await page.locator('h1').first().waitFor();
    });
  },
});

/** Puts the engine behind the page into another state. */
export async function show(page: Page, state: State): Promise<void> {
  await page.evaluate((next) => window.living?.show(next), state);
}

/** What the page asked the engine and its shell for, in order. */
export async function callsOf(page: Page): Promise<readonly { command: string; args: unknown }[]> {
  return page.evaluate(() => [...(window.living?.calls ?? [])]);
}

/** The names of the commands the page asked for, `about` left out. */
export async function commandsOf(page: Page): Promise<readonly string[]> {
  return (await callsOf(page)).map(({ command }) => command).filter((command) => command !== 'about');
}

import { fileURLToPath } from 'node:url';
import { test as base, type Page } from '@playwright/test';
import { build, preview } from 'vite';
import type { State } from '../core/contract.ts';
import type { Living } from '../renderer/gallery/living/bridge.ts';
import { CHROMIUM } from './chromium.ts';

declare global {
  interface Window {
    readonly living?: Living;
  }
}

const configFile = fileURLToPath(new URL('../renderer/gallery/living/vite.config.ts', import.meta.url));
/** A test of one screen: a scene of the gallery that does what it is told. */
export const test = base.extend<{ open: (scene: string) => Promise<void> }, { origin: string }>({
  launchOptions: [CHROMIUM, { scope: 'worker' }],
  origin: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
    async ({}, use) => {
      await build({ configFile, logLevel: 'warn' });
      const server = await preview({ configFile, preview: { host: '127.0.0.1', port: 0 } });
      await use(server.resolvedUrls?.local[0] ?? '');
      await server.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  open: async ({ page, origin }, use) => {
    await use(async (scene) => {
      await page.goto(`${origin}?scene=${scene}`);
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

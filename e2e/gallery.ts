import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { build, preview } from 'vite';
import { CHROMIUM } from './chromium.ts';

/** How a scene is to be shown; see renderer/gallery/main.tsx. */
interface Shown {
  readonly scene: string;
  /** A tag of resources/locales, or `en-XA`, `en-XB`. */
  readonly lang?: string;
  readonly theme?: string;
  /** The text size setting. */
  readonly text?: string;
  /** Pixels of CSS. */
  readonly width?: number;
  readonly height?: number;
  /** Pixels of the picture for one of CSS. */
  readonly scale?: number;
}

export interface Gallery {
  /** A page with one scene, drawn and pressed as the scene wants. */
  readonly open: (shown: Shown) => Promise<Page>;
  /** The names of all scenes. */
  readonly names: readonly string[];
  readonly close: () => Promise<void>;
}

declare global {
  interface Window {
    /** Of the gallery: presses what the scene wants pressed. */
    pressAll?: () => Promise<void>;
  }
}

/** Builds the gallery of the project at `root`, serves it on loopback, and opens scenes of it in Chromium. */
export async function openGallery(root: string): Promise<Gallery> {
  const configFile = join(root, 'renderer', 'gallery', 'vite.config.ts');
  await build({ configFile, logLevel: 'warn' });
  const server = await preview({ configFile, preview: { host: '127.0.0.1', port: 0 } });
  const origin = server.resolvedUrls?.local[0] ?? '';
  const browser = await chromium.launch(CHROMIUM);
  const start = async (query: Record<string, string>, width: number, height: number, scale = 1) => {
    const page = await browser.newPage({
      viewport: { width, height },
      deviceScaleFactor: scale,
      reducedMotion: 'reduce',
    });
    await page.goto(`${origin}?${new URLSearchParams(query)}`, { waitUntil: 'load' });
    await page.locator('h1').first().waitFor();
    return page;
  };
  const index = await start({}, 800, 600);
  const names = await index
    .locator('[data-scene]')
    .evaluateAll((links) => links.map((link) => link.getAttribute('data-scene') ?? ''));
  await index.close();
  return {
    names,
    async open({ scene, lang = 'en', theme = 'light', text = 'normal', width = 1100, height = 760, scale }) {
      const page = await start({ scene, lang, theme, size: text }, width, height, scale);
      // Until the scene's own language is fetched, the page speaks the browser's.
      await page.waitForFunction((tag) => document.documentElement.lang === tag, lang);
      await page.evaluate(() => window.pressAll?.());
      return page;
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

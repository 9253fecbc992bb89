import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Shown } from '../renderer/gallery/shown.ts';
import { serveFolder } from './serve-folder.ts';

declare global {
  interface Window {
    /** Of the gallery: see renderer/gallery/main.tsx. */
    showScene?: (shown: Shown) => Promise<void>;
  }
}

/** Serves the gallery of the project at `root` on loopback, as `npm run e2e` and `npm run screenshots` have built it. */
export function serveGallery(root: string): ReturnType<typeof serveFolder> {
  const folder = join(root, 'dist', 'gallery');
  if (!existsSync(folder))
    throw new Error('the gallery is not built: npm run e2e and npm run screenshots do');
  return serveFolder(folder);
}

/** The names of all scenes, from a page of the gallery that shows none. */
export function sceneNames(page: Page): Promise<readonly string[]> {
  return page
    .locator('[data-scene]')
    .evaluateAll((links) => links.map((link) => link.getAttribute('data-scene') ?? ''));
}

/** Shows a scene in a page of the gallery, in place of what is there; resolves when all is drawn, and pressed as it wants. */
export function showScene(page: Page, shown: Shown): Promise<void> {
  return page.evaluate((wanted) => window.showScene?.(wanted), shown);
}

// Serves dist/gallery on loopback and opens its scenes in Chromium, for pictures and for tests.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { chromium } from '@playwright/test';
import { root } from './setup.mjs';

const folder = join(root, 'dist', 'gallery');
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
/** Nothing leaves this computer, and nothing tries to. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function serve() {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://gallery').pathname));
    const file = join(folder, path === '/' ? 'index.html' : path);
    try {
      const body = await readFile(file);
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
      response.end(body);
    } catch {
      response.writeHead(404);
      response.end();
    }
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** Opens dist/gallery, which must be built. Returns how to list scenes, open one as a page, and close everything. */
export async function openGallery() {
  const server = await serve();
  const origin = `http://127.0.0.1:${server.address().port}/`;
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: QUIET });
  const open = async ({
    scene = '',
    lang = 'en',
    theme = 'light',
    size = '',
    width = 1100,
    height = 760,
  }) => {
    const page = await browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' });
    const query = new URLSearchParams({ scene, lang, theme, size });
    await page.goto(`${origin}?${query}`, { waitUntil: 'networkidle' });
    await page.locator('h1').first().waitFor();
    await page.evaluate(() => globalThis.pressAll?.());
    return page;
  };
  return {
    origin,
    open,
    async names() {
      const page = await open({});
      const names = await page
        .locator('[data-scene]')
        .evaluateAll((all) => all.map((one) => one.dataset.scene));
      await page.close();
      return names;
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

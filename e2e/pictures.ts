import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { CHROMIUM } from './chromium.ts';
import { sceneNames, serveGallery, showScene } from './gallery.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    lang: { type: 'string', default: 'en,ru,fa' },
    theme: { type: 'string', default: 'light,dark' },
    size: { type: 'string', default: '1100x760,800x600,360x740' },
    text: { type: 'string', default: 'normal' },
    docs: { type: 'boolean', default: false },
  },
});

/** The few that stand in docs/design-language.md: scene, language, theme, size. */
const CHOSEN = [
  'home-off en light 1100x760',
  'home-searching-late en light 1100x760',
  'home-works en dark 1100x760',
  'home-partly en light 800x600',
  'home-blocked en dark 360x740',
  'home-shutdown en light 800x600',
  'invitation-proposal en light 800x600',
  'welcome-ready en light 800x600',
  'settings en dark 1100x760',
];
/** Bytes: docs are read over slow lines. */
const MAX_BYTES = 80 * 1024;
const scale = values.docs ? 0.64 : 1;

const list = (text: string) => text.split(',').filter(Boolean);

function jobs(names: readonly string[]): string[][] {
  if (values.docs) return CHOSEN.map((line) => line.split(' '));
  return names
    .filter((name) => name.includes(values.only))
    .flatMap((name) => list(values.lang).map((lang) => [name, lang]))
    .flatMap((job) => list(values.theme).map((theme) => [...job, theme]))
    .flatMap((job) => list(values.size).map((size) => [...job, size]));
}

const root = process.env.FOOTBRIDGE_ROOT ?? process.cwd();
const folder = values.docs ? join(root, 'docs', 'screens') : join(root, '.cache', 'screens');
mkdirSync(folder, { recursive: true });
const { origin, close } = await serveGallery(root);
const browser = await chromium.launch(CHROMIUM);

/** A page of the gallery; `width` and `height` are pixels of CSS. */
async function openPage(width: number, height: number) {
  const viewport = { width, height };
  const page = await browser.newPage({ viewport, deviceScaleFactor: scale, reducedMotion: 'reduce' });
  await page.goto(origin);
  return page;
}

try {
  const all = jobs(await sceneNames(await openPage(800, 600)));
  for (const [scene = '', lang = '', theme = '', size = ''] of all) {
    const [width = 0, height = 0] = size.split('x').map(Number);
    const page = await openPage(width, height);
    await showScene(page, { scene, lang, theme, size: values.text });
    const path = join(folder, `${[scene, lang, theme, size].join('-')}.png`);
    await page.screenshot({ path, animations: 'disabled', fullPage: !values.docs });
    await page.close();
    if (values.docs && statSync(path).size > MAX_BYTES) {
      process.exitCode = 1;
      process.stderr.write(`${path} is larger than ${MAX_BYTES} bytes\n`);
    }
  }
  process.stdout.write(`${all.length} pictures in ${folder}\n`);
} finally {
  await browser.close();
  await close();
}

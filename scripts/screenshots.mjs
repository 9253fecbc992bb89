// Pictures of every scene of the gallery, for the eye: `node scripts/screenshots.mjs [--only home] [--lang en,fa]
// [--theme light,dark] [--size 1100x760,360x740] [--docs]`. All go to .cache/screens; --docs renews the chosen few in docs/screens.
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { openGallery } from './gallery.mjs';
import { root } from './setup.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    lang: { type: 'string', default: 'en,ru,fa' },
    theme: { type: 'string', default: 'light,dark' },
    size: { type: 'string', default: '1100x760,800x600,360x740' },
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
  'home-shutdown en light 1100x760',
  'welcome-language en light 1100x760',
  'settings en dark 1100x760',
  'honest en light 800x600',
];
/** Bytes; docs are read over slow lines. */
const MAX_DOCS_PICTURE = 80 * 1024;

const wanted = (list) => list.split(',').filter(Boolean);
const jobs = (names) =>
  names
    .filter((name) => name.includes(values.only))
    .flatMap((name) =>
      wanted(values.lang).flatMap((lang) =>
        wanted(values.theme).flatMap((theme) => wanted(values.size).map((size) => [name, lang, theme, size])),
      ),
    );

await build({ configFile: join(root, 'renderer', 'gallery', 'vite.config.ts'), logLevel: 'warn' });
const gallery = await openGallery();
try {
  const folder = values.docs ? join(root, 'docs', 'screens') : join(root, '.cache', 'screens');
  mkdirSync(folder, { recursive: true });
  const list = values.docs ? CHOSEN.map((line) => line.split(' ')) : jobs(await gallery.names());
  for (const [name, lang, theme, size] of list) {
    const [width, height] = size.split('x').map(Number);
    const page = await gallery.open({ scene: name, lang, theme, width, height });
    const path = join(folder, `${name}-${lang}-${theme}-${size}.png`);
    await page.screenshot({ path, animations: 'disabled', fullPage: !values.docs });
    await page.close();
    if (values.docs && statSync(path).size > MAX_DOCS_PICTURE) {
      process.exitCode = 1;
      console.error(`${path} is larger than ${MAX_DOCS_PICTURE} bytes`);
    }
  }
  console.log(`${list.length} pictures in ${folder}`);
} finally {
  await gallery.close();
}

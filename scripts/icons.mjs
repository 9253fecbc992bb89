// Draws resources/icons from the SVGs in resources/icons/source, with Chromium; run by hand after a change of those.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { icns, ico } from './icon-files.mjs';
import { root } from './setup.mjs';

const icons = join(root, 'resources', 'icons');
const source = (name) => readFileSync(join(icons, 'source', `${name}.svg`), 'utf8');

/** Below this, the small drawing with fewer lines is clearer. Pixels. */
const SMALL = 20;
const SIZES = [16, 20, 24, 32, 40, 48, 64, 96, 128, 256, 512, 1024];
const TRAY = [
  { file: 'tray', color: '#000', name: (on, scale) => `tray${on}Template${scale}` },
  { file: 'tray', color: '#f6efe4', name: (on, scale) => `tray${on}-light${scale}` },
  { file: 'tray', color: '#2b2622', name: (on, scale) => `tray${on}-dark${scale}` },
];

const browser = await chromium.launch({
  executablePath: process.env.FOOTBRIDGE_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage();

/** The drawing as PNG, `size` pixels wide and high. */
async function draw(svg, size) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
  );
  return page.screenshot({ omitBackground: true });
}

const app = new Map();
for (const size of SIZES)
  app.set(size, await draw(source(size <= SMALL ? 'footbridge-small' : 'footbridge'), size));

mkdirSync(join(icons, 'app'), { recursive: true });
for (const [size, png] of app) writeFileSync(join(icons, 'app', `${size}x${size}.png`), png);
writeFileSync(join(icons, 'icon.ico'), ico(app));
writeFileSync(join(icons, 'icon.icns'), icns(app));

mkdirSync(join(icons, 'tray'), { recursive: true });
for (const { file, color, name } of TRAY)
  for (const on of ['', '-on'])
    for (const scale of [1, 2])
      writeFileSync(
        join(icons, 'tray', `${name(on, scale === 1 ? '' : `@${scale}x`)}.png`),
        await draw(source(`${file}${on}`).replaceAll('currentColor', color), 16 * scale),
      );

/** The inconspicuous ones: a sheet of paper, the same whether it is on or not. */
mkdirSync(join(icons, 'plain'), { recursive: true });
for (const size of [32, 256])
  writeFileSync(join(icons, 'plain', `${size}x${size}.png`), await draw(source('plain'), size));
for (const { color, name } of TRAY)
  for (const [scale, size] of [
    ['', 16],
    ['@2x', 32],
  ])
    writeFileSync(
      join(icons, 'tray', `${name('-plain', scale)}.png`),
      await draw(source('tray-plain').replaceAll('currentColor', color), size),
    );
for (const [scale, size] of [
  ['', 24],
  ['@2x', 48],
])
  writeFileSync(join(icons, 'tray', `tray-plain-colour${scale}.png`), await draw(source('plain'), size));

/** In colour, for bars whose colour nobody tells: a green dot says that it is on. */
const colour = source('footbridge');
const dot = '<circle cx="396" cy="116" r="92" fill="#1f8f5f" stroke="#fffaf0" stroke-width="32"/>';
for (const [on, svg] of [
  ['', colour],
  ['-on', colour.replace('</svg>', `${dot}</svg>`)],
])
  for (const [scale, size] of [
    ['', 24],
    ['@2x', 48],
  ])
    writeFileSync(join(icons, 'tray', `tray${on}-colour${scale}.png`), await draw(svg, size));

await browser.close();

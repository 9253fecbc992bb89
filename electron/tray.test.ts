import { join } from 'node:path';
import type { Menu, MenuItemConstructorOptions, NativeImage, NativeTheme } from 'electron';
import { expect, test } from 'vitest';
import english from '../resources/locales/en/shell.json' with { type: 'json' };
import { standIn } from './testing/stand-in.ts';
import { stateOf } from './testing/states.ts';
import { createTray, trayIconFile } from './tray.ts';
import { trayMenu } from './tray-menu.ts';
import { createWords } from './words.ts';

const words = createWords('en', english, english);
const actions = { connect: () => {}, disconnect: () => {}, open: () => {}, quit: () => {} };
const labels = (template: readonly MenuItemConstructorOptions[]) => template.map(({ label }) => label);

test('the menu has one switch, and it fits the moment', () => {
  const switchOf = (state: Parameters<typeof trayMenu>[0]) => trayMenu(state, words, actions, false)[2];
  expect(switchOf(stateOf('off'))).toMatchObject({ label: 'Connect', click: actions.connect, enabled: true });
  expect(switchOf(stateOf('searching'))).toMatchObject({
    label: 'Stop searching',
    click: actions.disconnect,
  });
  expect(switchOf(stateOf('on'))).toMatchObject({ label: 'Disconnect', click: actions.disconnect });
  expect(switchOf(stateOf('lost'))).toMatchObject({ label: 'Disconnect', click: actions.disconnect });
  expect(switchOf({ phase: 'failed', code: 'x', message: '' })).toMatchObject({
    label: 'Connect',
    enabled: true,
  });
  expect(switchOf(stateOf('stopping'))).toMatchObject({ enabled: false });
  expect(switchOf({ phase: 'starting' })).toMatchObject({ enabled: false });
});

test('the icon suits the colour of the bar, macOS gets a template, Linux a picture in colour', () => {
  expect(trayIconFile('win32', true, 'off')).toBe('tray-light.png');
  expect(trayIconFile('win32', false, 'on')).toBe('tray-on-dark.png');
  expect(trayIconFile('linux', false, 'on')).toBe('tray-on-colour.png');
  expect(trayIconFile('darwin', true, 'on')).toBe('tray-onTemplate.png');
});

function setUp() {
  const made: { menus: unknown[]; images: string[]; tips: string[] } = { menus: [], images: [], tips: [] };
  let isPlain = false;
  const theme = standIn<Pick<NativeTheme, 'shouldUseDarkColorsForSystemIntegratedUI' | 'on'>>({
    shouldUseDarkColorsForSystemIntegratedUI: true,
  });
  const show = createTray({
    create: () =>
      standIn({
        setToolTip: (tip: string) => made.tips.push(tip),
        setImage: ({ path }: { path: string }) => made.images.push(path),
        setContextMenu: ({ template }: { template: MenuItemConstructorOptions[] }) =>
          made.menus.push(labels(template)),
      }),
    image: (path) => standIn<NativeImage>({ path }),
    menu: (template) => standIn<Menu>({ template }),
    theme,
    platform: 'win32',
    icons: 'icons',
    actions,
    isPlain: () => isPlain,
  });
  const passForNotes = () => {
    isPlain = true;
  };
  return { made, theme, show, passForNotes };
}

test('the menu is made anew only when it reads otherwise', () => {
  const { made, show } = setUp();
  show(stateOf('searching', { whatsapp: 'searching' }), words);
  show(stateOf('searching', { whatsapp: 'works' }), words);
  expect(made.menus).toHaveLength(1);
  show(stateOf('on', { whatsapp: 'works' }), words);
  expect(made.menus).toHaveLength(2);
});

test('the icon follows the state and the colour of the bar', () => {
  const { made, theme, show } = setUp();
  show(stateOf('on', { whatsapp: 'works' }), words);
  show(stateOf('off'), words);
  theme.emit('updated');
  expect(made.images.map((path) => path.replace(/^icons./, ''))).toEqual([
    'tray-on-light.png',
    'tray-light.png',
    'tray-light.png',
  ]);
});

test('a program that passes for notes names neither itself nor a messenger beside the clock', () => {
  const { made, show, passForNotes } = setUp();
  show(stateOf('on', { whatsapp: 'works' }), words);
  passForNotes();
  show(stateOf('on', { whatsapp: 'works' }), words);
  expect(made.images.at(-1)).toBe(join('icons', 'tray-plain-light.png'));
  expect(made.tips.at(-1)).toBe('Notes');
  expect(JSON.stringify(made.menus.at(-1))).not.toMatch(/Footbridge|Whatsapp/);
});

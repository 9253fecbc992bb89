import { join } from 'node:path';
import type { Menu, MenuItemConstructorOptions, NativeImage, NativeTheme, Tray } from 'electron';
import type { State } from '../core/contract.ts';
import { type TrayActions, trayMenu } from './tray-menu.ts';
import type { Words } from './words.ts';

export interface TrayParts {
  readonly create: (icon: NativeImage) => Pick<Tray, 'setImage' | 'setToolTip' | 'setContextMenu' | 'on'>;
  readonly image: (path: string) => NativeImage;
  readonly menu: (template: MenuItemConstructorOptions[]) => Menu;
  readonly theme: Pick<NativeTheme, 'shouldUseDarkColorsForSystemIntegratedUI' | 'on'>;
  readonly platform: NodeJS.Platform;
  /** The folder with the drawn icons. */
  readonly icons: string;
  readonly actions: TrayActions;
}

/**
 * The icon for a bar of this colour. macOS paints a template itself; on Linux nobody tells the bar's colour, so the icon
 * brings its own.
 */
export function trayIconFile(platform: NodeJS.Platform, isDark: boolean, isOn: boolean): string {
  const state = isOn ? '-on' : '';
  if (platform === 'darwin') return `tray${state}Template.png`;
  if (platform !== 'win32') return `tray${state}-colour.png`;
  return `tray${state}-${isDark ? 'light' : 'dark'}.png`;
}

/** Puts the program beside the clock. Returns how to show a state there. */
export function createTray(parts: TrayParts): (state: State, words: Words) => void {
  let isOn = false;
  const icon = () => {
    const isDark = parts.theme.shouldUseDarkColorsForSystemIntegratedUI;
    return parts.image(join(parts.icons, trayIconFile(parts.platform, isDark, isOn)));
  };
  const tray = parts.create(icon());
  let shown = '';
  parts.theme.on('updated', () => tray.setImage(icon()));
  tray.on('click', parts.actions.open);
  return (state, words) => {
    const template = trayMenu(state, words, parts.actions);
    // The state changes several times a second while searching; a menu that is open must not flicker.
    const text = JSON.stringify(template);
    if (text === shown) return;
    shown = text;
    tray.setToolTip(`Footbridge: ${template[0]?.label ?? ''}`);
    tray.setContextMenu(parts.menu(template));
    if (isOn === (state.phase === 'on')) return;
    isOn = state.phase === 'on';
    tray.setImage(icon());
  };
}

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
  /** Whether the program passes for another one. */
  readonly isPlain: () => boolean;
}

/** `plain`: whatever goes on, it passes for another program's. */
type TrayKind = 'off' | 'on' | 'plain';

/**
 * The icon for a bar of this colour. macOS paints a template itself; on Linux nobody tells the bar's colour, so the icon
 * brings its own.
 */
export function trayIconFile(platform: NodeJS.Platform, isDark: boolean, kind: TrayKind): string {
  const state = kind === 'off' ? '' : `-${kind}`;
  if (platform === 'darwin') return `tray${state}Template.png`;
  if (platform !== 'win32') return `tray${state}-colour.png`;
  return `tray${state}-${isDark ? 'light' : 'dark'}.png`;
}

/** Puts the program beside the clock. Returns how to show a state there. */
export function createTray(parts: TrayParts): (state: State, words: Words) => void {
  let kind: TrayKind = parts.isPlain() ? 'plain' : 'off';
  const icon = () => {
    const isDark = parts.theme.shouldUseDarkColorsForSystemIntegratedUI;
    return parts.image(join(parts.icons, trayIconFile(parts.platform, isDark, kind)));
  };
  const tray = parts.create(icon());
  let shown = '';
  parts.theme.on('updated', () => tray.setImage(icon()));
  tray.on('click', parts.actions.open);
  return (state, words) => {
    const isPlain = parts.isPlain();
    const template = trayMenu(state, words, parts.actions, isPlain);
    // The state changes several times a second while searching; a menu that is open must not flicker.
    const text = JSON.stringify(template);
    if (text === shown) return;
    shown = text;
    tray.setToolTip(isPlain ? words.say('plainName') : `Footbridge: ${template[0]?.label ?? ''}`);
    tray.setContextMenu(parts.menu(template));
    const next = isPlain ? 'plain' : state.phase === 'on' ? 'on' : 'off';
    if (next === kind) return;
    kind = next;
    tray.setImage(icon());
  };
}

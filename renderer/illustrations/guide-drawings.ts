import type { IllustrationName } from '../../core/model/guide.ts';
import { linkPhone } from './between-people.tsx';
import { runBox, terminal } from './by-keyboard.tsx';
import type { Drawing } from './drawing.ts';
import { appSettings, browserSettings, enableProxy, ownWindow } from './in-windows.tsx';

/** Every drawing that a guide may name. */
export const GUIDE_DRAWINGS: Readonly<Record<IllustrationName, Drawing>> = {
  'own-window': ownWindow,
  'browser-settings': browserSettings,
  'enable-proxy': enableProxy,
  'app-settings': appSettings,
  'run-box': runBox,
  terminal,
  'link-phone': linkPhone,
};

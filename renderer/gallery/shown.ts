import { type SettingsView, TEXT_SIZES, THEMES } from '../../core/contract.ts';
import type { Scene } from './scene.ts';

/** How a scene is to be shown; what is left out is as the scene says. */
export interface Shown {
  readonly scene: string;
  /** A tag of resources/locales, or `en-XA`, `en-XB`. */
  readonly lang?: string;
  readonly theme?: string;
  /** The text size setting. */
  readonly size?: string;
}

/** The scene with this language, theme and text size in the place of its settings. */
export function asShown(scene: Scene, { lang, theme, size }: Shown): Scene {
  if (!('settings' in scene.state))
    return lang === undefined ? scene : { ...scene, about: { ...scene.about, systemLanguage: lang } };
  const settings: SettingsView = { ...scene.state.settings };
  if (lang !== undefined) settings.language = lang;
  settings.theme = THEMES.find((known) => known === theme) ?? settings.theme;
  settings.textSize = TEXT_SIZES.find((known) => known === size) ?? settings.textSize;
  return { ...scene, state: { ...scene.state, settings } };
}

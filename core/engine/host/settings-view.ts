import type { SettingsView } from '../../contract.ts';
import type { Settings } from '../../store/settings.ts';

/** The part of the settings that screens know, with what is meant where nothing was set. */
export function settingsView(settings: Settings): SettingsView {
  const { language, theme, textSize, welcomed, trayExplained, plainLook, prepared } = settings;
  return {
    language: language ?? null,
    theme: theme ?? 'system',
    textSize: textSize ?? 'normal',
    welcomed: welcomed ?? false,
    trayExplained: trayExplained ?? false,
    plainLook: plainLook ?? false,
    prepared: prepared ?? [],
  };
}

/** What is asked to be changed, without what is not mentioned. */
export function mentioned(
  changes: {
    readonly [Key in keyof SettingsView]?: SettingsView[Key] | undefined;
  },
): Partial<SettingsView> {
  const { language, theme, textSize, welcomed, trayExplained, plainLook, prepared } = changes;
  return {
    ...(language === undefined ? {} : { language }),
    ...(theme === undefined ? {} : { theme }),
    ...(textSize === undefined ? {} : { textSize }),
    ...(welcomed === undefined ? {} : { welcomed }),
    ...(trayExplained === undefined ? {} : { trayExplained }),
    ...(plainLook === undefined ? {} : { plainLook }),
    ...(prepared === undefined ? {} : { prepared }),
  };
}

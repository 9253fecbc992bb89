const NAMES = new Set(
  (
    'PATH HOME USER LOGNAME SHELL LANG LANGUAGE TZ TMPDIR DISPLAY WAYLAND_DISPLAY XAUTHORITY DBUS_SESSION_BUS_ADDRESS ' +
    'DESKTOP_SESSION GNOME_DESKTOP_SESSION_ID KDE_FULL_SESSION KDE_SESSION_VERSION SESSION_MANAGER ' +
    'XMODIFIERS GTK_IM_MODULE QT_IM_MODULE QT_IM_MODULES ' +
    'SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT PROGRAMFILES PROGRAMFILES(X86) PROGRAMDATA COMMONPROGRAMFILES ' +
    'USERPROFILE USERNAME APPDATA LOCALAPPDATA TEMP TMP HOMEDRIVE HOMEPATH PUBLIC ALLUSERSPROFILE COMPUTERNAME OS ' +
    'NUMBER_OF_PROCESSORS PROCESSOR_ARCHITECTURE'
  ).split(' '),
);

/**
 * What a program we start may know: where the screen, the input method, the person's folders and the language are. Left out
 * is the rest: other proxies, files that TLS keys would be written to, what we were told ourselves.
 */
export function cleanEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  const isKept = (name: string) =>
    NAMES.has(name.toUpperCase()) || name.startsWith('LC_') || name.startsWith('XDG_');
  return Object.fromEntries(Object.entries(env).filter(([name]) => isKept(name)));
}

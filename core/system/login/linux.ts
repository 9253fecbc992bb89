import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere, removeLeftovers, writeFileAtomic } from '../../store/atomic-file.ts';
import type { LoginEntries, LoginEntry } from './entry.ts';

const READABLE = 0o644;

/** XDG autostart: a .desktop file in `~/.config/autostart` (freedesktop.org, Desktop Application Autostart 0.5). */
export function createXdgEntries(configFolder: string): LoginEntries {
  const fileOf = (id: string) => join(configFolder, 'autostart', `${id}.desktop`);
  return {
    add: (entry) => writeFileAtomic(fileOf(entry.id), desktopFile(entry), READABLE),
    async remove(id) {
      await rm(fileOf(id), { force: true });
      await removeLeftovers(fileOf(id));
    },
    async has(id) {
      const text = (await readIfThere(fileOf(id)))?.toString('utf8');
      // How desktops mark an entry that the person has turned off.
      return text !== undefined && !/^(?:Hidden=true|X-GNOME-Autostart-enabled=false)$/m.test(text);
    },
  };
}

/** The text of a .desktop file (Desktop Entry Specification 1.5). */
export function desktopFile({ title, command }: LoginEntry): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${title.replace(/[\r\n]/g, ' ')}`,
    `Exec=${command.map(quoteArgument).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Quotes for Exec: inside the quotes four characters are escaped, and those escapes once more as a string; % is doubled. */
function quoteArgument(argument: string): string {
  const escaped = argument
    .replace(/["`$\\]/g, '\\$&')
    .replace(/\\/g, '\\\\')
    .replace(/%/g, '%%');
  return `"${escaped}"`;
}

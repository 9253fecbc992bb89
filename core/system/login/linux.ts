import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { autostartEntry, isAutostartOn } from '../../model/desktop-entry.ts';
import { readIfThere, removeLeftovers, writeFileAtomic } from '../../store/atomic-file.ts';
import type { LoginEntries } from './entry.ts';

const READABLE = 0o644;

/** XDG autostart: a .desktop file in `~/.config/autostart` (freedesktop.org, Desktop Application Autostart 0.5). */
export function createXdgEntries(configFolder: string): LoginEntries {
  const fileOf = (id: string) => join(configFolder, 'autostart', `${id}.desktop`);
  return {
    add: ({ id, title, command }) =>
      writeFileAtomic(fileOf(id), autostartEntry({ name: title, command }), READABLE),
    async remove(id) {
      await rm(fileOf(id), { force: true });
      await removeLeftovers(fileOf(id));
    },
    async has(id) {
      const text = (await readIfThere(fileOf(id)))?.toString('utf8');
      return text !== undefined && isAutostartOn(text);
    },
  };
}

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere, removeLeftovers, writeFileAtomic } from '../../store/atomic-file.ts';
import type { LoginEntries, LoginEntry } from './entry.ts';

const READABLE = 0o644;

/** Launch agents of the user: a property list in `~/Library/LaunchAgents`, which launchd(8) reads at login. */
export function createLaunchAgents(homedir: string): LoginEntries {
  const labelOf = (id: string) => `org.footbridge.${id}`;
  const fileOf = (id: string) => join(homedir, 'Library', 'LaunchAgents', `${labelOf(id)}.plist`);
  return {
    add: (entry) => writeFileAtomic(fileOf(entry.id), propertyList(labelOf(entry.id), entry), READABLE),
    async remove(id) {
      await rm(fileOf(id), { force: true });
      await removeLeftovers(fileOf(id));
    },
    has: async (id) => (await readIfThere(fileOf(id))) !== null,
  };
}

/** The property list of an agent that runs once at login. */
export function propertyList(label: string, { command }: LoginEntry): string {
  const words = command.map((word) => `    <string>${escapeXml(word)}</string>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>${escapeXml(label)}</string>
  <key>ProgramArguments</key>
  <array>
${words.join('\n')}
  </array>
  <key>RunAtLoad</key>
  <true/>
</dict>
</plist>
`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

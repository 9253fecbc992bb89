import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The command of a .desktop file, by the rules of the Desktop Entry Specification; null where there is no such file. */
export function desktopCommand(file: string): readonly string[] | null {
  const exec = textOf(file)?.match(/^Exec=(.*)$/m)?.[1];
  if (exec === undefined) return null;
  const text = exec.replaceAll('\\\\', '\\');
  return [...text.matchAll(/"((?:\\.|[^"\\])*)"|(\S+)/g)].map(([, quoted, bare = '']) =>
    (quoted ?? bare).replace(/\\(.)/g, '$1').replaceAll('%%', '%'),
  );
}

/** The command of a launch agent; null where there is none. */
export function agentCommand(file: string): readonly string[] | null {
  const words = textOf(file)?.match(/<array>([\s\S]*)<\/array>/)?.[1];
  if (words === undefined) return null;
  return [...words.matchAll(/<string>(.*?)<\/string>/g)].map(([, word = '']) =>
    word.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
  );
}

/** The words of a line of Windows' Run key that quotes each of them; no word may hold a quote. */
export function windowsCommand(line: string | undefined): readonly string[] | null {
  return line === undefined ? null : [...line.matchAll(/"([^"]*)"/g)].map(([, word = '']) => word);
}

/** Names the entry in each system's list. */
export const ENTRY = {
  xdg: (config: string) => join(config, 'autostart', 'footbridge-restore.desktop'),
  agent: (home: string) => join(home, 'Library', 'LaunchAgents', 'org.footbridge.footbridge-restore.plist'),
  run: 'Footbridge footbridge-restore',
} as const;

const textOf = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : null);

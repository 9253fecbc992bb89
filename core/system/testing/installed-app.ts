import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AppData } from '../../model/app.ts';
import { scratchFolder } from '../../testing/daemon.ts';
import { createApps } from '../apps/apps.ts';
import { filesHere } from '../apps/surroundings.ts';
import { runProgram } from '../run.ts';
import { createStart } from '../start-program.ts';

/** A program for tests that takes the local proxy as Signal does. */
export const CHAT: AppData = {
  ...{ id: 'chat', name: 'Chat', sources: ['test'] },
  takes: { kind: 'environment', variable: 'HTTPS_PROXY' },
  linux: { entries: ['org.example.Chat'], programs: [], processes: ['fb-test-chat'] },
};

/**
 * A home of Linux in which it is installed as packages do it: it writes down what it was told, then does what is asked. With
 * it the real apps of that home.
 */
export function installChat(then: string) {
  const home = scratchFolder().path;
  const write = (name: string, text: string, mode: number) => {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), text, { mode });
    return join(home, name);
  };
  const program = write(
    'my apps/fb-test-chat',
    `#!/bin/sh\nprintf '%s %s' "$HTTPS_PROXY" "$SECRET" > "$HOME/told"\n${then}\n`,
    0o755,
  );
  write('share/applications/org.example.Chat.desktop', `[Desktop Entry]\nExec="${program}" %U\n`, 0o644);
  const env = { PATH: process.env.PATH, HOME: home, XDG_DATA_HOME: join(home, 'share'), SECRET: 'x' };
  const start = createStart(env);
  const place = { platform: process.platform, env, homedir: home, run: runProgram, files: filesHere, start };
  return { program, told: join(home, 'told'), apps: createApps(place) };
}

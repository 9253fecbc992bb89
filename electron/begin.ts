import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app, dialog, protocol, shell } from 'electron';
import { createFileOnce, eraseHome, footbridgeHome, handOverFolder, windowTraces } from '../core/guardian.ts';
import { isProcessAlive } from '../core/shell-kit.ts';
import { APP_SCHEME } from './app-origin.ts';
import { clock } from './clock.ts';
import { deepLinkOfArguments, parseDeepLink } from './deep-link.ts';
import { createProfiles } from './erase.ts';
import { createFace } from './face.ts';
import { arrangeGraphics } from './graphics.ts';
import { createInvitations } from './invitations.ts';
import { createLanguage } from './language.ts';
import { claimHome, type OneHome } from './one-home.ts';
import { places, windowFolder } from './places.ts';
import { startProgram } from './program.ts';
import { replaceFile } from './replace-file.ts';
import { passedOn, toPassOn } from './second-instance.ts';
import { sweepAfterwards } from './sweep-afterwards.ts';
import { SWITCHES } from './switches.ts';
import { createWindowMemory } from './window-memory.ts';

/** Starts the window's program; a second start hands its link to the first one and ends. */
export function beginProgram(): void {
  const folder = windowFolder(process.env, app.getPath('appData'));
  const profiles = createProfiles(folder);
  const invitations = createInvitations();

  // All of this has to be said before Chromium is ready.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  app.setPath('userData', folder);
  app.setAppUserModelId('footbridge');
  app.enableSandbox();
  for (const [name, value] of SWITCHES) app.commandLine.appendSwitch(name, value);
  arrangeGraphics(app, join(folder, 'no-graphics'), (path) => replaceFile(path, ''));
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
  // macOS hands links over by themselves, and the first one before the program is ready.
  let show = (): void => undefined;
  const propose = (link: { readonly text: string } | null): void => {
    if (link !== null) invitations.propose(link.text);
    show();
  };
  app.on('open-url', (event, url) => {
    event.preventDefault();
    propose(parseDeepLink(url));
  });
  app.on('second-instance', (_event, _argv, _folder, data) => propose(passedOn(data)));

  if (app.requestSingleInstanceLock(toPassOn(process.argv))) {
    profiles.sweep();
    propose(deepLinkOfArguments(process.argv));
    void app.whenReady().then(async () => {
      const surroundings = { env: process.env, platform: process.platform, homedir: homedir() };
      const home = footbridgeHome(surroundings);
      const own = await claimHome({
        home,
        clock,
        createOnce: createFileOnce,
        isAlive: isProcessAlive,
        show: () => show(),
        end: () => app.quit(),
      });
      if (own.kind !== 'ours') return giveWay(own);
      let isErased = false;
      show = await startProgram({
        places: places(__dirname),
        invitations,
        profiles,
        home,
        handOverFolder: handOverFolder(home),
        face: createFace(join(folder, 'plain'), places(__dirname).icons),
        windowMemory: createWindowMemory(join(folder, 'window.json')),
        async release() {
          await own.release();
          // The mark of our being there was the last of it.
          if (isErased) await eraseHome(home).catch(() => undefined);
        },
        sweep() {
          isErased = true;
          sweepAfterwards({ paths: windowTraces(surroundings), folder: home }, process);
        },
      });
    });
  } else {
    app.exit(0);
  }
}

/** Leaves it to the Footbridge that is there: shows its page, or says that it is there. */
async function giveWay(other: Exclude<OneHome, { kind: 'ours' }>): Promise<void> {
  const page = other.kind === 'others' ? other.page : undefined;
  const isShown =
    page === null ||
    (page !== undefined &&
      (await shell.openExternal(page).then(
        () => true,
        () => false,
      )));
  if (!isShown) {
    const { words } = createLanguage(places(__dirname).locales, app.getLocale());
    dialog.showErrorBox(words().say('alreadyTitle'), words().say('alreadyBody'));
  }
  app.exit(0);
}

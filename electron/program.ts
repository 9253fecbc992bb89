import { readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  Notification,
  nativeImage,
  nativeTheme,
  powerMonitor,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
} from 'electron';
import { connectEngine } from '../core/link.ts';
import { readWebApps } from '../core/shell-kit.ts';
import { APP_SCHEME } from './app-origin.ts';
import { createAppHandler } from './app-protocol.ts';
import { clock } from './clock.ts';
import { createClosing } from './closing.ts';
import { createCrashLimit } from './crash-limit.ts';
import { ownCommandText } from './duty.ts';
import { utilityEngine } from './engine-child.ts';
import { type Profiles, withErasing } from './erase.ts';
import { createEraser } from './eraser.ts';
import { createLeaveQuestion } from './external.ts';
import type { FaceOfProgram } from './face.ts';
import { createStateFollower } from './follower.ts';
import type { Invitations } from './invitations.ts';
import { serveCommands } from './ipc.ts';
import { createLanguage } from './language.ts';
import { chooseLoginItem, startsHidden } from './login-item.ts';
import { openMainWindow } from './main-window.ts';
import { createMessengerWindows, partitionOf } from './messenger-windows.ts';
import { createNotifier } from './notifier.ts';
import { type places, resourceFolders } from './places.ts';
import { createProgramChooser } from './program-chooser.ts';
import { arrangeQuit } from './quit.ts';
import { createReportSaver } from './report-saver.ts';
import { createScriptRunner } from './script-runner.ts';
import { guardContents, guardSession } from './session-guards.ts';
import { createShellHandlers } from './shell-commands.ts';
import { createTray } from './tray.ts';
import { serveWatches } from './watches.ts';
import type { WindowMemory } from './window-memory.ts';
import { workAreas } from './work-areas.ts';

declare const FOOTBRIDGE_VERSION: string;

/** Milliseconds. */
const LAST_WORD_MS = 50;
/** The scheme of invitations. */
const APP_LINKS = 'footbridge';

/** As many as a person would still click on. */
const MOST_NOTIFICATIONS = 4;

export interface ProgramParts {
  readonly places: ReturnType<typeof places>;
  readonly invitations: Invitations;
  readonly profiles: Profiles;
  readonly windowMemory: WindowMemory;
  readonly face: FaceOfProgram;
  readonly home: string;
  readonly handOverFolder: string;
  /** Lets another Footbridge have this home. Never rejects. */
  readonly release: () => Promise<void>;
  /** Has what we have open removed once we have ended. */
  readonly sweep: () => void;
}

/** Builds the whole program once Electron is ready. Returns how to bring its window before the person's eyes. */
export async function startProgram({
  places,
  invitations,
  profiles,
  windowMemory,
  face,
  home,
  handOverFolder,
  release,
  sweep,
}: ProgramParts): Promise<() => void> {
  const { platform } = process;
  const folders = resourceFolders(places.resources, process.env, app.isPackaged);
  const apps = readWebApps(folders);
  const language = createLanguage(places.locales, app.getLocale());
  const { words } = language;

  await guardSession(session.defaultSession);
  session.defaultSession.protocol.handle(
    APP_SCHEME,
    createAppHandler(places.screens, async (path) => new Uint8Array(await readFile(path))),
  );
  Menu.setApplicationMenu(
    platform === 'darwin'
      ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }])
      : null,
  );

  const own = ownCommandText(process, app.isPackaged, places.project);
  const eraser = createEraser(home, own, clock);
  const engine = connectEngine({
    clock,
    eraseAlone: eraser.eraseAlone,
    findProxy: createScriptRunner(() => session.fromPartition('network-script')),
    spawn: () =>
      utilityEngine(
        utilityProcess.fork(places.engine, [own, ...folders], { serviceName: 'Footbridge', stdio: 'ignore' }),
      ),
  });
  const loginItem = chooseLoginItem(app, platform, process, { project: places.project, homedir: homedir() });
  const messengers = createMessengerWindows({
    apps,
    createWindow: (options) => new BrowserWindow(options),
    sessionOf: (partition) => session.fromPartition(partition),
    dialog,
    words,
    leave: createLeaveQuestion(dialog, shell, words),
    wait: clock.sleep,
  });
  app.on('web-contents-created', (_event, contents) => {
    if (!messengers.owns(contents)) guardContents(contents);
  });

  const titleOf = (isPlain: boolean) => (isPlain ? words().say('plainName') : 'Footbridge');
  const follower = createStateFollower();
  const quit = arrangeQuit({
    app,
    power: powerMonitor,
    process,
    close: () => {
      main.remember();
      return engine.close().finally(release);
    },
    wait: clock.sleep,
  });
  const main = openMainWindow(
    {
      create: (options) => new BrowserWindow(options),
      workAreas: () => workAreas(screen),
      preload: places.preload,
      icon: face.face().icon,
      title: titleOf(face.face().isPlain),
      isDark: () => nativeTheme.shouldUseDarkColors,
      remembered: windowMemory.read,
      remember: windowMemory.write,
      mayReload: createCrashLimit(clock.monotonic),
      onHopeless: () => dialog.showErrorBox(words().say('crashTitle'), words().say('crashBody')),
      onClose: createClosing({
        platform,
        state: follower.state,
        isQuitting: quit.isQuitting,
        quit: () => app.quit(),
        dialog,
        words,
        markExplained: () => void engine.call('changeSettings', { changes: { trayExplained: true } }),
      }),
    },
    startsHidden(app, platform, process.argv),
  );
  quit.watchWindow(main.window);
  const show = main.reveal;
  face.onChange(({ isPlain, icon }) => {
    main.rename(titleOf(isPlain), icon);
    app.dock?.setIcon(icon);
  });

  serveCommands(ipcMain, {
    engine: withErasing(engine, {
      others: eraser,
      closeWindows: messengers.closeAll,
      sessions: () => [
        session.defaultSession,
        ...[...apps.keys()]
          .map(partitionOf)
          .filter(profiles.has)
          .map((partition) => session.fromPartition(partition)),
      ],
      forget: () => {
        windowMemory.forget();
        loginItem.set(false);
        app.removeAsDefaultProtocolClient(APP_LINKS);
        profiles.sweepNextTime();
        sweep();
      },
      // The answer leaves first.
      quit: () => void clock.sleep(LAST_WORD_MS).then(() => app.quit()),
    }),
    shell: createShellHandlers({
      app,
      platform,
      version: FOOTBRIDGE_VERSION,
      shell,
      loginItem,
      messengers,
      handOverFolder,
      saveReport: createReportSaver({ engine, dialog, write: writeFile }),
      chooseProgram: createProgramChooser({ engine, dialog }),
    }),
  });
  serveWatches(ipcMain, {
    watchState: engine.watchState,
    watchStream: engine.watchStream,
    watchInvitations: invitations.watch,
  });

  const showInTray = createTray({
    create: (icon) => new Tray(icon),
    image: (path) => nativeImage.createFromPath(path),
    menu: (template) => Menu.buildFromTemplate(template),
    theme: nativeTheme,
    platform,
    icons: join(places.icons, 'tray'),
    isPlain: () => face.face().isPlain,
    actions: {
      connect: () => void engine.call('connect', {}),
      disconnect: () => void engine.call('disconnect', {}),
      open: show,
      quit: () => app.quit(),
    },
  });
  // One that nobody holds is collected, and its click goes nowhere.
  const shown: Notification[] = [];
  const notify = createNotifier({
    show: (options) => {
      if (!Notification.isSupported()) return;
      const notification = new Notification({ ...options, icon: face.face().icon });
      shown.push(notification);
      if (shown.length > MOST_NOTIFICATIONS) shown.shift();
      notification.on('click', show);
      notification.show();
    },
    isWatched: () => main.window.isDestroyed() || main.window.isFocused(),
    words,
    isPlain: () => face.face().isPlain,
    now: clock.monotonic,
  });
  engine.watchState((state) => {
    follower.follow(state);
    language.follow(state);
    face.follow(state);
    // Questions, menus and messengers' windows wear what the screens wear.
    if ('settings' in state && nativeTheme.themeSource !== state.settings.theme)
      nativeTheme.themeSource = state.settings.theme;
    showInTray(state, words());
    notify(state);
    void messengers.useProxy(follower.proxyPort());
  });
  // After sleep the network may be another one, and what was open may have died.
  powerMonitor.on('resume', () => void engine.call('look', {}));
  app.on('activate', show);
  if (platform === 'win32' && app.isPackaged) app.setAsDefaultProtocolClient(APP_LINKS);
  return show;
}

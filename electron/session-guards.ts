import type { Session, WebContents } from 'electron';
import { isOurPage } from './app-origin.ts';
import { screenMay, screenMayAsk } from './screen-permissions.ts';

type GuardedSession = Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setProxy'
  | 'webRequest'
  | 'on'
>;

/** Whether the screens' session may make this request: their own files and pictures held in memory. */
export function mayLoad(url: string): boolean {
  return isOurPage(url) || url.startsWith('data:') || url.startsWith('blob:app://footbridge/');
}

/** Shuts the session of our screens off from the network, from devices and from downloads. Resolves once it is. */
export async function guardSession(session: GuardedSession): Promise<void> {
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayLoad(url) }));
  session.setPermissionRequestHandler((contents, permission, answer, details) =>
    answer(screenMayAsk(contents.getURL(), permission, details)),
  );
  session.setPermissionCheckHandler((_contents, permission, origin, details) =>
    screenMay(origin, permission, details),
  );
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  // Else Chromium would follow the system's proxy: in time, our own.
  await session.setProxy({ mode: 'direct' });
}

/** Keeps any page in its place: no navigation, no window, no embedded view. A messenger's window allows more by itself. */
export function guardContents(
  contents: Pick<WebContents, 'on' | 'setWindowOpenHandler' | 'setWebRTCIPHandlingPolicy'>,
): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}

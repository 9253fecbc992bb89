import type { BrowserWindow, Dialog, Session } from 'electron';
import type { ShellKey, Words } from './words.ts';

/** What a messenger's page may ask the person for; everything else is refused without a question. */
const QUESTIONS: Readonly<Record<string, ShellKey>> = { media: 'askCamera', notifications: 'askNotify' };
const ALWAYS = 'clipboard-sanitized-write';

export interface PermissionParts {
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly words: () => Words;
  /** The messenger's name for people, and the origin of its page. */
  readonly name: string;
  readonly origin: string;
  /** null while its window is not there. */
  readonly window: () => BrowserWindow | null;
}

/** Whether a URL belongs to an origin, as `https://host`. */
export function isOfOrigin(url: string, origin: string): boolean {
  return URL.canParse(url) && new URL(url).origin === origin;
}

/** Makes a messenger's session ask the person; the answer holds until the program ends. */
export function guardPermissions(
  session: Pick<
    Session,
    'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
  >,
  { dialog, words, name, origin, window }: PermissionParts,
): void {
  const answers = new Map<string, Promise<boolean>>();

  const ask = async (question: ShellKey): Promise<boolean> => {
    const over = window();
    if (over === null) return false;
    const { say } = words();
    const { response } = await dialog.showMessageBox(over, {
      type: 'question',
      message: say(question, { messenger: name }),
      detail: say('askBody'),
      buttons: [say('askAllow'), say('askDeny')],
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    });
    return response === 0;
  };

  const granted = new Set<string>([ALWAYS]);
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const question = QUESTIONS[permission];
    if (!details.isMainFrame || !isOfOrigin(details.requestingUrl, origin)) return answer(false);
    if (permission === ALWAYS) return answer(true);
    if (question === undefined) return answer(false);
    const pending = answers.get(permission) ?? ask(question).catch(() => false);
    answers.set(permission, pending);
    void pending.then((isAllowed) => {
      if (isAllowed) granted.add(permission);
      answer(isAllowed);
    });
  });
  session.setPermissionCheckHandler(
    (_contents, permission, requestingOrigin) =>
      granted.has(permission) && isOfOrigin(requestingOrigin, origin),
  );
  session.setDevicePermissionHandler(() => false);
}

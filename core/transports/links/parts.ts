/** What only names a server. */
export const REMARKS: readonly string[] = ['remarks', 'remark', 'name', 'tag', 'group'];

const PARTS = /^(?:([^?#]*)@)?([^/?#@]*)\/?(?:\?([^#]*))?(?:#.*)?$/s;

/** What stands behind a link's scheme, nothing of it decoded yet. */
interface LinkParts {
  /** Undefined where there is no `@`. */
  readonly userInfo: string | undefined;
  readonly hostPort: string;
  readonly query: string;
}

/** Takes `user@host:port/?query#name` apart; all is empty where it has another shape. */
export function splitLink(rest: string): LinkParts {
  const [, userInfo, hostPort = '', query = ''] = PARTS.exec(rest) ?? [];
  return { userInfo, hostPort, query };
}

/** Values by the names of options: of a link that says one, nothing is asked that would not be anyway. */
export type UsualValues = Readonly<Record<string, readonly string[]>>;

/** Whether an option says what is usual. Its name may be any text, of an object's own ones too. */
export function isUsual(usual: UsualValues, name: string, value: string): boolean {
  return Object.hasOwn(usual, name) && usual[name]?.includes(value) === true;
}

/** A path of the web with its slash, without `?ed=`, which asks for early data that a server that offers it does not need. */
export function webPath(text: string): string {
  const path = text.replace(/\?ed=\d+$/, '');
  return path.startsWith('/') ? path : `/${path}`;
}

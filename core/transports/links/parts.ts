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

/** A path of the web with its slash, without `?ed=`, which asks for early data that a server that offers it does not need. */
export function webPath(text: string): string {
  const path = text.replace(/\?ed=\d+$/, '');
  return path.startsWith('/') ? path : `/${path}`;
}

/** A route of a `footbridge://` link. There is one, and it only proposes: the screens ask before anything is done. */
export interface DeepLink {
  readonly route: 'add';
  /** Pasted text as a person would paste it: links, one a line. */
  readonly text: string;
}

const PREFIX = 'footbridge:';
const MAX_URL = 48 * 1024;
const MAX_TEXT = 16 * 1024;
const ROUTE = /^footbridge:\/\/add\/?#(.+)$/i;
const BASE64URL = /^[A-Za-z0-9_-]+={0,2}$/;
// Space and line break are what separates links; other control characters are nobody's.
const UNWANTED = /[\p{Cc}\p{Cf}]/u;
const LOOKS_LIKE_LINKS = /^\s*[a-z][a-z0-9+.-]*:/i;

function percentDecoded(payload: string): string | null {
  try {
    return decodeURIComponent(payload);
  } catch {
    return null;
  }
}

function base64Decoded(payload: string): string | null {
  if (!BASE64URL.test(payload)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(payload, 'base64url'));
  } catch {
    return null;
  }
}

function acceptable(text: string | null): string | null {
  if (text === null || text.length > MAX_TEXT || !LOOKS_LIKE_LINKS.test(text)) return null;
  const trimmed = text.replaceAll('\r\n', '\n').trim();
  return UNWANTED.test(trimmed.replaceAll('\n', '')) ? null : trimmed;
}

/**
 * Reads `footbridge://add#<links>`, percent-encoded or base64url, or null for anything else. The payload is behind `#`
 * so that no server ever sees it. Never throws.
 */
export function parseDeepLink(url: string): DeepLink | null {
  if (url.length > MAX_URL) return null;
  const payload = ROUTE.exec(url)?.[1];
  if (payload === undefined) return null;
  const text = acceptable(percentDecoded(payload)) ?? acceptable(base64Decoded(payload));
  return text === null ? null : { route: 'add', text };
}

/** The link that proposes these links. */
export function formatDeepLink({ route, text }: DeepLink): string {
  return `${PREFIX}//${route}#${Buffer.from(text, 'utf8').toString('base64url')}`;
}

/** The link a program was started with: the last argument alone, so that no link can bring options along. */
export function deepLinkOfArguments(argv: readonly string[]): DeepLink | null {
  const last = argv.at(-1);
  return last === undefined ? null : parseDeepLink(last);
}

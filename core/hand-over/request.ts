import { isSameText } from './same-text.ts';

/** What somebody beside us asks for. */
export type Wanted =
  | { readonly kind: 'page' }
  /** By its place in the list: no name of theirs ever reaches the file system. */
  | { readonly kind: 'file'; readonly index: number }
  | { readonly kind: 'refused'; readonly status: 404 | 405 | 421 };

export interface Offered {
  /** The part of the address that only who was given it knows. */
  readonly token: string;
  /** `192.168.1.20:40123`, as a browser writes it that was led here by that address and no other. */
  readonly hosts: ReadonlySet<string>;
  readonly names: readonly string[];
}

/** The path under which a file is offered. */
export const pathOf = (token: string, index: number, name: string) =>
  `/${token}/${index + 1}/${encodeURIComponent(name)}`;

/** Reads a request; whatever is not word for word one of ours is refused. */
export function readRequest(
  {
    method,
    url = '',
    host = '',
  }: { readonly method?: string; readonly url?: string; readonly host?: string },
  { token, hosts, names }: Offered,
): Wanted {
  if (!hosts.has(host)) return { kind: 'refused', status: 421 };
  const [, asked = '', rest = ''] = /^\/([^/]*)\/(.*)$/.exec(url) ?? [];
  if (!isSameText(asked, token)) return { kind: 'refused', status: 404 };
  if (method !== 'GET' && method !== 'HEAD') return { kind: 'refused', status: 405 };
  if (rest === '') return { kind: 'page' };
  const index = names.findIndex((name, at) => url === pathOf(token, at, name));
  return index === -1 ? { kind: 'refused', status: 404 } : { kind: 'file', index };
}

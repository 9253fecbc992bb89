import { NetError } from '../model/failure.ts';

/** What engines print of a server that they could not speak to, in their own words, and what it is to us. */
const WORDS: readonly (readonly [RegExp, () => NetError])[] = [
  [/authentication failed/i, () => new NetError('proxy', 'x_proxy_bad_credentials')],
  [/signed by unknown authority/i, () => new NetError('tls', 'ssl_unknown_authority')],
  [/certificate has expired/i, () => new NetError('tls', 'ssl_invalid_certificate')],
  [/certificate is (?:not )?valid for/i, () => new NetError('tls', 'ssl_invalid_hostname')],
];

/** What is wrong with a server, by the latest telling line of an engine; undefined where none is. */
export function saidOfServer(lines: readonly string[]): NetError | undefined {
  for (const line of lines.toReversed())
    for (const [words, error] of WORDS) if (words.test(line)) return error();
  return undefined;
}

/** The lines that came after those which were there before. */
export function saidSince(before: readonly string[], now: readonly string[]): readonly string[] {
  const last = before.at(-1);
  return last === undefined ? now : now.slice(now.lastIndexOf(last) + 1);
}

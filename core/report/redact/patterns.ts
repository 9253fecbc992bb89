import type { HiddenKind } from '../../model/report.ts';

/** Something in a text that could tell who or where somebody is. */
interface Pattern {
  readonly kind: HiddenKind;
  readonly expression: RegExp;
  /** Whether a match is what it looks like; true unless given. */
  readonly isMeant?: (match: string) => boolean;
}

/** What ends a word in a log line. */
const END = String.raw`\s"'<>|,;)\]}`;

/**
 * Most specific first: a link holds an address, an address a number. Every repetition is
 * bounded, so that each is linear in the text's length.
 */
export const PATTERNS: readonly Pattern[] = [
  /** `scheme://…` and what Telegram, mail and phones have instead of it. */
  { kind: 'link', expression: /\b[a-z][a-z0-9+.-]{1,31}:\/\/[^\s"'<>]{1,2048}/giu },
  { kind: 'link', expression: /\b(?:tg|mailto|tel|data|file|magnet|sip|xmpp):[^\s"'<>]{1,2048}/giu },
  {
    kind: 'secret',
    expression: /-----BEGIN [A-Z ]{1,40}-----[^-]{0,16384}(?:-----END [A-Z ]{1,40}-----)?/gu,
  },
  {
    kind: 'secret',
    expression: new RegExp(
      String.raw`\b(?:pass(?:word|wd|phrase)?|pwd|secret|token|key|auth(?:orization)?|bearer|cookie|session|credential)s?["']?\s{0,3}[=:]\s{0,3}(?:(?:basic|bearer|digest)\s{1,3})?["']?[^${END}]{1,1024}`,
      'giu',
    ),
  },
  { kind: 'e-mail', expression: /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,253}/gu },
  /** To the line's end or a quote: folders have spaces in their names. */
  { kind: 'path', expression: /(?:\b[a-z]:|\\\\[^\s\\]{1,64})[\\/][^"'<>|\r\n:]{1,1024}/giu },
  {
    kind: 'path',
    expression:
      /(?:~|\/(?:home|users|root|mnt|media|volumes|var|tmp|private|opt|usr|etc|run|data))\/[^"'<>|\r\n:]{1,1024}/giu,
  },
  { kind: 'hardware address', expression: /\b[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}\b/giu },
  { kind: 'hardware address', expression: /\b[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}\b/giu },
  /** IPv6 with or without brackets, zone and port: at least two colons, told from a time by what it is. */
  {
    kind: 'address',
    expression:
      /\[?(?<![\w.])(?:[0-9a-f]{0,4}:){2,7}(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{1,4})?(?:%[\w.-]{1,64})?\]?/giu,
    isMeant: (match) => /[0-9a-f]/i.test(match) && !/^\d{1,2}:\d{2}:\d{2}$/.test(match),
  },
  { kind: 'address', expression: /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)/gu },
  {
    kind: 'host',
    expression:
      /\b(?:[a-z0-9_-]{1,63}\.){1,20}(?:local|lan|home|internal|intranet|corp|localdomain|onion)\b/giu,
  },
  /** Names are told from other dotted words by an end that could be a top-level domain. */
  {
    kind: 'host',
    expression:
      /(?<![\w.])(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,20}\p{L}{2,24}(?![\w.])/gu,
  },
  /** Keys, tokens and hashes; a long word in small letters is only a long word. */
  {
    kind: 'secret',
    expression: /(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{32,1024}={0,2}/gu,
    isMeant: (match) => /[0-9A-Z]/.test(match),
  },
  { kind: 'number', expression: /(?<!\w)\+?\d(?:[ ()-]{0,3}\d){9,17}(?!\w)/gu },
];

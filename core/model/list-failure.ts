/** Why a list of servers was not had. */
export const LIST_FAILURES = [
  /** By no way did anybody answer. */
  'unreachable',
  /** Somebody answered who could not prove to be its web server, or it led to where no list may be fetched from. */
  'not-trusted',
  /** Its web server does not give it: it ended, or the address is wrong. */
  'refused',
  'too-large',
  /** What came is no list, or holds no server that can be used. */
  'no-servers',
] as const;
export type ListFailure = (typeof LIST_FAILURES)[number];

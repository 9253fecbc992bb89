import type { Reply } from './reply.ts';

/**
 * How much a reply from UDP/53 looks like an injector's; 0: nothing. The marks: an address no public name has; no
 * address at all (NXDOMAIN is how names are blocked); no EDNS in reply to EDNS, and the authoritative bit from a
 * resolver that owns nothing: injectors fill in a template. Speed is no mark: a
 * cache close by is as fast as a liar. Nor is a truncated reply suspicious: the question goes over TCP then.
 */
export function suspicion(reply: Reply, isForged: (address: string) => boolean): number {
  if (reply.truncated) return 0;
  if (isForgedReply(reply, isForged)) return 8;
  return (reply.failure === null ? 0 : 4) + (reply.edns ? 0 : 2) + (reply.authoritative ? 1 : 0);
}

/** Whether any address of the reply is forged. */
export function isForgedReply({ addresses }: Reply, isForged: (address: string) => boolean): boolean {
  return addresses.some(isForged);
}

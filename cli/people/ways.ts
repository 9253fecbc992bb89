import { clean } from './clean.ts';
import { messengerName, purposeName, type Subject } from './names.ts';

/** The elements of a transport's text: the left one is nearest to the network. */
function elements(transport: string) {
  const parts = transport.split(' | ');
  return {
    resolver: parts.find((part) => /^(?:doh|dot|tcp|udp):/.test(part)),
    isShaped: parts.some((part) => /^(?:tlsfrag|tcpfrag):/.test(part)),
    servers: parts.filter((part) => part.includes('://')).map((part) => clean(part)),
  };
}

/** A transport in plain words. */
export function way(transport: string): string {
  const { resolver, isShaped, servers } = elements(transport);
  if (servers.length > 0) {
    const through = `through your server${servers.length > 1 ? 's' : ''} ${servers.join(' and ')}`;
    return isShaped ? `${through}, with a disguised greeting` : through;
  }
  if (isShaped) return 'by a disguised greeting';
  if (resolver === undefined) return 'directly';
  return /^do[ht]:/.test(resolver) ? 'by an encrypted address book' : 'by another address book';
}

/** The same with the exact transport behind it, for those who know what it means. */
export function exactWay(transport: string): string {
  const { servers } = elements(transport);
  const exact = clean(transport);
  return servers.length === 1 && exact === servers[0] ? way(transport) : `${way(transport)} (${exact})`;
}

/** What is being done at this moment, for the status line. */
export function activity({ messenger, purpose, transport }: Subject & { transport: string }): string {
  const { resolver, isShaped, servers } = elements(transport);
  const name = messengerName(messenger);
  if (servers.length > 0) return `trying ${name} ${way(transport)}`;
  if (isShaped) return `greeting ${name} in disguise (${clean(transport)})`;
  if (resolver !== undefined) return `asking for ${name}'s address by ${clean(resolver)}`;
  return `trying ${name}'s ${purposeName(purpose)} directly`;
}

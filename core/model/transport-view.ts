/** Stands first in the label of what goes through the network's own proxy. */
export const NETWORK_PROXY = 'network-proxy';

const DESYNC = /(?:^| )byedpi:/;

/** A transport as people are told of it: how it differs from going straight, and by whom; free of secrets. */
export interface TransportView {
  /** The exact text, secrets hidden: `doh:quad9 | tlsfrag:sni`. */
  readonly text: string;
  readonly kind: 'plain' | 'network-proxy' | 'resolver' | 'shape' | 'desync' | 'gateway' | 'server';
  /** `doh:quad9`, where it is not the system's. */
  readonly resolver: string | null;
  /** Labels of the servers passed, nearest first. */
  readonly servers: string[];
}

/** Reads a transport's label; whatever the text, it yields a view. A server weighs more than a gateway, that more than a shape or a program's tricks, those more than a resolver. */
export function viewTransport(text: string): TransportView {
  const parts = text.split(' | ');
  const resolver = parts.find((part) => /^(?:doh|dot|tcp|udp):\w/.test(part)) ?? null;
  const servers = parts.filter((part) => part.includes('://'));
  return { text, kind: kindOf(text, resolver, servers.length), resolver, servers };
}

function kindOf(text: string, resolver: string | null, servers: number): TransportView['kind'] {
  if (servers > 0) return 'server';
  if (text.split(' | ').some((part) => /^telegram-ws(?::|$)/.test(part))) return 'gateway';
  if (DESYNC.test(text)) return 'desync';
  if (isShaped(text)) return 'shape';
  if (resolver !== null) return 'resolver';
  return text === NETWORK_PROXY ? 'network-proxy' : 'plain';
}

/** Whether the ClientHello is disguised somewhere on the way. */
export function isShaped(text: string): boolean {
  return text.split(' | ').some((part) => /^(?:tlsfrag|tcpfrag|byedpi):/.test(part));
}

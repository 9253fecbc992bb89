import { isShaped, viewTransport } from '../../core/model/transport-view.ts';
import { clean } from './clean.ts';
import { messengerName, purposeName, type Subject } from './names.ts';

/** A transport in plain words. */
export function way(transport: string): string {
  const { kind, resolver, servers } = viewTransport(transport);
  switch (kind) {
    case 'server': {
      if (servers.length === 1 && servers[0]?.startsWith('tor://')) return 'through Tor';
      const names = servers.map((server) => clean(server)).join(' and ');
      const through = `through your server${servers.length > 1 ? 's' : ''} ${names}`;
      return isShaped(transport) ? `${through}, with a disguised greeting` : through;
    }
    case 'gateway':
      return isShaped(transport) ? 'by its own web site, with a disguised greeting' : 'by its own web site';
    case 'shape':
      return 'by a disguised greeting';
    case 'desync':
      return 'by a disguised greeting that ByeDPI sends, a program on this computer';
    case 'resolver':
      return /^do[ht]:/.test(resolver ?? '') ? 'by an encrypted address book' : 'by another address book';
    case 'network-proxy':
      return "through your network's own proxy";
    case 'plain':
      return 'directly';
  }
}

/** The same with the exact transport behind it, for those who know what it means. */
export function exactWay(transport: string): string {
  const { servers } = viewTransport(transport);
  const exact = clean(transport);
  return servers.length === 1 && transport === servers[0] ? way(transport) : `${way(transport)} (${exact})`;
}

/** What is being done at this moment, for the status line. */
export function activity({ messenger, purpose, transport }: Subject & { transport: string }): string {
  const { kind, resolver } = viewTransport(transport);
  const name = messengerName(messenger);
  switch (kind) {
    case 'server':
      return `trying ${name} ${way(transport)}`;
    case 'gateway':
      return `trying ${name} ${way(transport)}`;
    case 'shape':
    case 'desync':
      return `greeting ${name} in disguise (${clean(transport)})`;
    case 'resolver':
      return `asking for ${name}'s address by ${clean(resolver ?? '')}`;
    case 'network-proxy':
      return `trying ${name}'s ${purposeName(purpose)} ${way(transport)}`;
    case 'plain':
      return `trying ${name}'s ${purposeName(purpose)} directly`;
  }
}

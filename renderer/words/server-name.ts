import type { Way } from '../../core/contract.ts';
import { isolate } from '../i18n/isolate.ts';

/** The servers of a label, nearest first: neither resolvers nor shapes. */
function serversOf(label: string): string {
  return label
    .split(' | ')
    .filter((part) => part.includes('://'))
    .join(' | ');
}

/** Without the kind of server, and without who logs in. */
function addressOf(server: string): string {
  // Tor is no server of anybody's.
  if (server.startsWith('tor://')) return 'Tor';
  return server.replace(/^[a-z0-9+.-]+:\/\//i, '').replace(/^.*@/, '');
}

/**
 * What the servers of a transport are called: as the person calls that way, else the address of the last of them.
 * `label` is the transport's text. Isolated, to stand in a sentence.
 */
export function serverName(label: string, ways: readonly Way[]): string {
  const servers = serversOf(label);
  const named = ways.find((way) => way.name !== null && serversOf(way.label) === servers);
  return isolate(named?.name ?? addressOf(servers.split(' | ').at(-1) || label));
}

import type { KeyChange } from '../model/host-key.ts';
import type { KnownHosts } from '../store/known-hosts.ts';
import type { ServerList } from './server-list.ts';

/** SSH servers of the person's that showed another key than they were known by, and what the person makes of it. */
export interface KeyChanges {
  /** Undefined where the server is the one it was. */
  of(id: string): KeyChange | undefined;
  /** The person asked, and says that the server has this key now; resolves to whether it had shown that one. */
  accept(id: string, fingerprint: string): Promise<boolean>;
}

/** `servers` are known by their identifiers; where several SSH servers stand in one way, the first that changed counts. */
export function createKeyChanges(
  servers: Pick<ServerList, 'expressionOf'>,
  knownHosts: Pick<KnownHosts, 'changeOf' | 'accept'>,
): KeyChanges {
  function changed(id: string) {
    const { hops = [] } = servers.expressionOf(id) ?? {};
    return hops.flatMap((hop) => {
      const change = hop.kind === 'proxy' && hop.protocol === 'ssh' ? knownHosts.changeOf(hop) : undefined;
      return hop.kind === 'proxy' && change !== undefined ? [{ server: hop, change }] : [];
    })[0];
  }
  return {
    of: (id) => changed(id)?.change,
    async accept(id, fingerprint) {
      const one = changed(id);
      return one !== undefined && knownHosts.accept(one.server, fingerprint);
    },
  };
}

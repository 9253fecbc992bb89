import { Resolver } from 'node:dns';
import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import type { Run } from '../run.ts';
import { macosSources, windowsSources } from './elsewhere.ts';
import { linuxSources } from './linux.ts';
import { ownAddress } from './own-address.ts';
import type { NetworkSources } from './sources.ts';
import { createNetworkReader, type ReadNetwork } from './traits.ts';

export interface ReaderOptions {
  readonly run: Run;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/** Reads the facts of the network this computer is on now. What a reader remembers is only what was costly to ask. */
export function systemNetworkReader({ run, env, platform }: ReaderOptions): ReadNetwork {
  // One that was made before keeps the servers it found then.
  const configured = () => new Resolver().getServers();
  const options = { run, env, resolvers: configured, interfaces: networkInterfaces };
  const own: Pick<NetworkSources, 'interfaces' | 'ownAddress'> = {
    interfaces: networkInterfaces,
    ownAddress,
  };
  if (platform === 'darwin') return createNetworkReader({ ...own, ...macosSources(options) });
  if (platform === 'win32') return createNetworkReader({ ...own, ...windowsSources(options) });
  const read = (path: string) => readFile(path, 'utf8').catch(() => null);
  return createNetworkReader({ ...own, ...linuxSources(read, configured) });
}

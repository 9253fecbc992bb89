import { Resolver } from 'node:dns';
import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import type { Run } from '../run.ts';
import { macosSources, windowsSources } from './elsewhere.ts';
import { linuxSources } from './linux.ts';
import { ownAddress } from './own-address.ts';
import type { DeviceKind, NetworkSources } from './sources.ts';
import { createNetworkReader, type ReadNetwork } from './traits.ts';

export interface ReaderOptions {
  readonly run: Run;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/** Reads the facts of the network this computer is on now. What a reader remembers is only what was costly to ask. */
export function systemNetworkReader(options: ReaderOptions): ReadNetwork {
  return createNetworkReader(sourcesHere(options));
}

/** What the system says a network card is. Never rejects. */
export function systemDeviceKind(options: ReaderOptions): (device: string) => Promise<DeviceKind> {
  return sourcesHere(options).kindOf;
}

function sourcesHere({ run, env, platform }: ReaderOptions): NetworkSources {
  // One that was made before keeps the servers it found then.
  const configured = () => new Resolver().getServers();
  const options = { run, env, resolvers: configured, interfaces: networkInterfaces };
  const own: Pick<NetworkSources, 'interfaces' | 'ownAddress'> = {
    interfaces: networkInterfaces,
    ownAddress,
  };
  if (platform === 'darwin') return { ...own, ...macosSources(options) };
  if (platform === 'win32') return { ...own, ...windowsSources(options) };
  const read = (path: string) => readFile(path, 'utf8').catch(() => null);
  return { ...own, ...linuxSources(read, configured) };
}

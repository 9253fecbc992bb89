import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A purpose that is proven by Telegram's first exchange with this port of 127.0.0.1. */
export interface LoopbackPurpose {
  readonly messenger: string;
  readonly purpose: string;
  readonly port: number;
  /** Connections of apps to that port of 127.0.0.1 are taken for it. */
  readonly byAddress?: boolean;
  /** Whether its messenger is searched for where nobody has chosen any; true unless told otherwise. */
  readonly isSuggested?: boolean;
}

/** Writes our own data files to a folder, with nobody in them who is not on loopback: for tests of the whole engine. */
export function writeLoopbackResources(folder: string, purposes: readonly LoopbackPurpose[]): void {
  const write = (name: string, data: unknown) => writeFileSync(join(folder, name), JSON.stringify(data));
  const host = '127.0.0.1';
  const source = 'test';
  cpSync(join(import.meta.dirname, '../../resources'), folder, { recursive: true });
  rmSync(join(folder, 'messengers'), { recursive: true });
  mkdirSync(join(folder, 'messengers'));
  for (const id of new Set(purposes.map(({ messenger }) => messenger))) {
    const own = purposes.filter(({ messenger }) => messenger === id);
    const cidrs = own.some(({ byAddress }) => byAddress) ? ['127.0.0.0/8'] : [];
    const isSuggested = own.every(({ isSuggested = true }) => isSuggested);
    write(`messengers/${id}.json`, {
      ...{ id, name: id, cidrs, hints: {}, endpoints: [], sources: [] },
      ...(isSuggested ? { suggested: 1 } : {}),
      purposes: own.map(({ purpose, port, byAddress = false }) => ({
        ...{ purpose, addresses: byAddress },
        samples: [[{ kind: 'obfuscated2', host, port, dc: 2 }]],
        names: [`${purpose}.${id}.example`],
        ports: [port],
      })),
    });
  }
  const three = Array.from({ length: 3 }, () => ({ host, path: '/', network: 'loopback', source }));
  const portals = three.map(({ path }) => ({ host, path, status: 204, source }));
  // Whatever engines a computer has, tests start none but those they bring.
  write('sidecars.json', {
    engines: [
      {
        ...{ id: 'tor', name: 'Tor', commands: ['no-such-tor'], versionArguments: ['--version'] },
        ...{ from: '0.4', sha256: [], source: 'https://example.org/' },
      },
    ],
    needs: { tor: ['tor'] },
    bridgeHelpers: [],
  });
  write('controls.json', { foreign: three, domestic: {}, portals, neutral: three, bulk: three });
  const operator = { name: 'Nobody', country: 'ZZ', addresses: [host], plain: false, source };
  const alone = { host, port: 9, source };
  write('deep-check.json', {
    others: [{ id: 'relays', name: 'Relays', endpoints: [{ host, port: 9 }], sources: [source] }],
    ...{ names: [host], hellos: [host], certificates: [host], stun: [alone, alone], quic: [alone, alone] },
    resolvers: ['udp', 'tcp', 'dot', 'doh'].map((way) => `${way}:nobody0`),
  });
  write(
    'resolvers.json',
    Array.from({ length: 12 }, (_, index) => ({ id: `nobody${index}`, ...operator })),
  );
}

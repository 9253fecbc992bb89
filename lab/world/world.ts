import { createHash, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Network } from '../namespaces/index.ts';
import { Authority, type CertificateFiles } from './authority.ts';
import { mapWorld, type WorldMap } from './map.ts';
import { planNat64 } from './nat64.ts';
import { writeNginx } from './nginx.ts';
import {
  COMPANY,
  INTERCEPTOR,
  ISP_RESOLVER,
  PORTAL,
  PROXY_PORTS,
  STUN,
  VPS,
  WEBSOCKET_PORT,
} from './plan.ts';
import { planProxies } from './proxies.ts';
import { type Operator, readResources } from './resources.ts';
import { Service } from './service.ts';
import type { StandInSettings } from './stand-ins/settings.ts';
import { type IspResolver, writeIspResolver, writeOperators } from './unbound.ts';

export interface WorldOptions {
  /** The product's data files. */
  readonly resources: string;
  /** Certificates that are kept from run to run. */
  readonly authorities: string;
  /** Configurations and logs of this world; emptied first. */
  readonly folder: string;
  /** The bundled stand-ins (lab/world/stand-ins/server.ts). */
  readonly standIns: string;
}

/** Everything the world is made of, on paper: addresses, certificates, configuration. */
export class World {
  readonly map: WorldMap;
  readonly operators: readonly Operator[];
  readonly root: CertificateFiles;
  readonly signalRoot: CertificateFiles;
  readonly stateRoot: CertificateFiles;
  /** The certificate nginx shows, whose key hash a browser can be told to trust. */
  readonly leaf: CertificateFiles;
  readonly #options: WorldOptions;
  /** Names that the product's proofs ask for over TLS. */
  readonly #sampled: readonly string[];
  readonly #operatorLeaf: CertificateFiles;
  readonly #signalLeaf: CertificateFiles;
  #services: Service[] = [];
  #isp: Service | null = null;

  constructor(options: WorldOptions) {
    const { messengers, controls, operators } = readResources(options.resources);
    this.#options = options;
    this.operators = operators;
    this.map = mapWorld({ messengers, controls, operators });
    const samples = messengers.flatMap(({ purposes }) =>
      purposes.flatMap((purpose) => purpose.samples.flat()),
    );
    this.#sampled = [...new Set(samples.map(({ host }) => host))].filter(
      (host) => this.map.hosts.get(host)?.role === 'web',
    );
    const lab = new Authority(options.authorities, 'lab', '/CN=Footbridge lab root');
    const signal = new Authority(options.authorities, 'signal', '/O=Footbridge lab/CN=Signal stand-in root');
    const state = new Authority(options.authorities, 'state', '/O=Ministry of the lab/CN=State root');
    const names = (root: string): string[] =>
      [...this.map.hosts.values()]
        .filter((host) => host.role === 'web' && host.root === root)
        .map(({ name }) => name);
    const operatorNames = operators.flatMap(({ addresses, certificateName }) => [
      ...addresses,
      ...(certificateName === undefined ? [] : [certificateName]),
    ]);
    this.root = lab.root;
    this.signalRoot = signal.root;
    this.stateRoot = state.root;
    this.leaf = lab.issue('sites', [...names('lab'), VPS.name, VPS.good]);
    this.#signalLeaf = signal.issue('signal', names('signal'));
    this.#operatorLeaf = lab.issue('operators', [...new Set(operatorNames)]);
  }

  /** Every address that exists in the world. */
  get addresses(): string[] {
    const hosts = [...this.map.hosts.values()].flatMap(({ v4, v6 }) => [...v4, ...v6]);
    const others = [ISP_RESOLVER.v4, ISP_RESOLVER.v6, PORTAL.address, INTERCEPTOR.address, COMPANY.address];
    const vps = [VPS.good, VPS.other, VPS.dead, VPS.slow, VPS.site];
    return [
      ...new Set([...hosts, ...this.operators.flatMap(({ addresses }) => addresses), ...others, ...vps]),
    ];
  }

  /** Starts every service in the network's world; resolves when all accept connections. */
  async start(network: Network, { nat64 }: { readonly nat64: boolean }): Promise<void> {
    const { folder, standIns } = this.#options;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const start = (name: string, argv: readonly string[]): Service => {
      const service = new Service(network, folder, name, argv);
      this.#services.push(service);
      return service;
    };
    const resolvers = writeOperators(folder, this.operators, this.map, this.#operatorLeaf).map(
      (file, index) => start(`operators-${index}`, ['unbound', '-d', '-c', file]),
    );
    const nginx = writeNginx({
      folder,
      map: this.map,
      certificates: { lab: this.leaf, signal: this.#signalLeaf },
      sites: [VPS.site],
      portal: PORTAL,
    });
    start('nginx', ['nginx', '-c', nginx, '-p', folder]);
    const proxies = planProxies(folder, this.leaf);
    for (const { name, argv } of proxies) start(name, argv);
    if (nat64) start('tayga', planNat64(folder));
    const settings = join(folder, 'stand-ins.json');
    const neighbours = [
      ...proxies.flatMap(({ ready }) => ready),
      { host: VPS.site, port: 80 },
      { host: PORTAL.address, port: PORTAL.port },
    ];
    writeFileSync(settings, JSON.stringify(this.#standInSettings(neighbours)));
    const ready = start('stand-ins', [process.execPath, standIns, settings]).says('ready\n');
    await Promise.all([ready, ...resolvers.map((resolver) => resolver.says('start of service'))]);
  }

  /** Replaces the ISP's resolver by one that lies in another way; its cache is empty. */
  async setIspResolver(network: Network, isp: IspResolver): Promise<void> {
    await this.#isp?.stop();
    const file = writeIspResolver(this.#options.folder, isp);
    this.#isp = new Service(network, this.#options.folder, 'isp', ['unbound', '-d', '-c', file]);
    await this.#isp.says('start of service');
  }

  /** Ends everything that was started. */
  async stop(): Promise<void> {
    await Promise.all(
      [...this.#services, ...(this.#isp ? [this.#isp] : [])].map((service) => service.stop()),
    );
    this.#services = [];
    this.#isp = null;
  }

  #standInSettings(neighbours: StandInSettings['neighbours']): StandInSettings {
    const at = (role: string): StandInSettings['noise'] =>
      [...this.map.hosts.values()]
        .filter((host) => host.role === role)
        .flatMap(({ v4, v6, ports }) =>
          [...v4, ...v6].flatMap((host) => ports.map((port) => ({ host, port }))),
        );
    return {
      noise: at('noise'),
      obfuscated2: at('obfuscated2'),
      websocket: { host: '127.0.0.1', port: WEBSOCKET_PORT },
      stun: Object.values(STUN.hosts).flatMap((name) => {
        const { v4, v6 } = this.map.hosts.get(name) ?? { v4: [], v6: [] };
        return [...v4, ...v6].map((host) => ({ host, port: STUN.port }));
      }),
      silent: [{ host: VPS.slow, port: PROXY_PORTS.slow }],
      neighbours,
      interceptor: {
        host: INTERCEPTOR.address,
        port: INTERCEPTOR.port,
        root: this.stateRoot,
        folder: join(this.#options.folder, 'forged'),
        names: [...this.#sampled],
      },
    };
  }
}

/** The SHA-256 of a certificate's public key, in base64: what Chromium is told to trust. */
export function publicKeyHash({ cert }: CertificateFiles): string {
  const key = new X509Certificate(readFileSync(cert)).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(key).digest('base64');
}

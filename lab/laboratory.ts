import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleProgram } from './bundle.ts';
import { watchDatagrams } from './datagrams/watched.ts';
import { createNetwork, type Network } from './namespaces/index.ts';
import { writeOverlay } from './overlay.ts';
import type { Scenario } from './scenario.ts';
import { startWire, type Wire, type WireOptions } from './wire/index.ts';
import { ISP_RESOLVER } from './world/plan.ts';
import { readResources } from './world/resources.ts';
import { tokenLookup } from './world/tokens.ts';
import { World } from './world/world.ts';

type Mode = Scenario['client'];

/** The client's addresses and resolvers per mode. */
const CLIENTS = {
  ipv4: { ipv4: true, ipv6: false, dns: [ISP_RESOLVER.v4] },
  ipv6: { ipv4: false, ipv6: true, dns: [ISP_RESOLVER.v6] },
  dual: { ipv4: true, ipv6: true, dns: [ISP_RESOLVER.v4] },
  nat64: { ipv4: false, ipv6: true, dns: [ISP_RESOLVER.v6] },
  none: { ipv4: false, ipv6: false, dns: [ISP_RESOLVER.v4] },
} as const satisfies Record<Mode, unknown>;

/** A network with a running world and its cable plugged in. */
export interface Prepared {
  readonly network: Network;
  readonly wire: Wire;
}

/** Network, world and wire, kept from scenario to scenario as far as they can be. */
export class Laboratory {
  readonly world: World;
  readonly lookup: (token: string) => readonly string[];
  /** All `messenger purpose` pairs of the product's data. */
  readonly keys: readonly string[];
  readonly chatClient: string;
  /** The bundled phones (phones/main.ts). */
  readonly phones: string;
  /** The bundled program that sends datagrams (datagrams/main.ts). */
  readonly datagramClient: string;
  /** What the product's data folder is overlaid with, where a scenario needs these programs. */
  readonly overlay: (programs: readonly string[]) => string;
  /** The operating system's store of a country that has put its root there. */
  readonly systemStore: string;
  #network: { readonly mode: Mode; readonly network: Network } | null = null;

  private constructor(
    world: World,
    resources: string,
    folder: string,
    programs: Pick<Laboratory, 'chatClient' | 'datagramClient' | 'phones'>,
  ) {
    const data = readResources(resources);
    this.world = world;
    this.chatClient = programs.chatClient;
    this.datagramClient = programs.datagramClient;
    this.phones = programs.phones;
    this.lookup = tokenLookup(data, world.map);
    this.keys = data.messengers.flatMap(({ id, purposes }) =>
      purposes.map(({ purpose }) => `${id} ${purpose}`),
    );
    this.overlay = (programs) =>
      writeOverlay({ resources, folder, signalRoot: world.signalRoot.cert }, programs);
    this.systemStore = join(folder, 'system-store.pem');
    writeFileSync(
      this.systemStore,
      readFileSync(world.root.cert, 'utf8') + readFileSync(world.stateRoot.cert, 'utf8'),
    );
  }

  /**
   * Prepares everything that does not depend on the scenario. `root`: the repository; `folder`: the lab's own; `lane`
   * tells several of one folder apart, which share nothing but the certificates.
   */
  static async open(root: string, folder: string, lane = ''): Promise<Laboratory> {
    mkdirSync(folder, { recursive: true });
    const [standIns, chatClient, datagramClient, phones] = await Promise.all([
      bundleProgram(root, 'lab/world/stand-ins/server.ts', join(folder, 'stand-ins.mjs')),
      bundleProgram(root, 'lab/world/stand-ins/client.ts', join(folder, 'chat-client.mjs')),
      bundleProgram(root, 'lab/datagrams/main.ts', join(folder, 'datagram-client.mjs')),
      bundleProgram(root, 'lab/phones/main.ts', join(folder, 'phones.mjs')),
    ]);
    const resources = join(root, 'resources');
    const world = new World({
      resources,
      authorities: join(folder, 'authorities'),
      folder: join(folder, `world${lane}`),
      standIns,
    });
    return new Laboratory(world, resources, folder, { chatClient, datagramClient, phones });
  }

  /** The network as a scenario wants it, its world running, its cable plugged in. */
  async prepare(scenario: Pick<Scenario, 'client' | 'isp' | 'wire' | 'datagrams'>): Promise<Prepared> {
    const { client, isp, datagrams } = scenario;
    const wire = datagrams === undefined ? scenario.wire : watchDatagrams(scenario.wire, this.lookup);
    const network = await this.#networkFor(client);
    await this.world.setIspResolver(network, { ...isp, dns64: client === 'nat64' });
    return { network, wire: await startWire(network, asWireOptions(wire)) };
  }

  async close(): Promise<void> {
    await this.world.stop();
    await this.#network?.network.destroy();
    this.#network = null;
  }

  async #networkFor(mode: Mode): Promise<Network> {
    if (this.#network?.mode === mode) return this.#network.network;
    await this.close();
    const world = { addresses: this.world.addresses, dns: ['127.0.0.1'] };
    const network = await createNetwork({ client: CLIENTS[mode], world });
    this.#network = { mode, network };
    await this.world.start(network, { nat64: mode === 'nat64' });
    return network;
  }
}

/** The wire checks its options itself and says what is wrong with them. */
function asWireOptions(options: Scenario['wire']): WireOptions {
  return options;
}

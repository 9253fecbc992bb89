import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, runIp } from './commands.ts';
import {
  type ClientPlan,
  clientCommands,
  DEVICE,
  etcFiles,
  kernelSettings,
  type WorldPlan,
  worldCommands,
} from './plan.ts';
import { namePrefix, removeNamespace, removeRemains } from './remains.ts';

export { enterUserNamespace, whyNoLab } from './user-namespace.ts';

export type End = 'client' | 'censor' | 'world';

export interface NetworkOptions {
  readonly client: ClientPlan;
  readonly world: WorldPlan;
}

/** Three network namespaces that reach nothing but each other, and each other only through a wire. */
export interface Network {
  /** The namespaces' names, for `ip netns exec`. */
  readonly names: Readonly<Record<End, string>>;
  /** The TUN device at the client's and at the world's end. */
  readonly device: string;
  /** Starts a program in a namespace, with its own resolv.conf, hosts and nsswitch.conf. */
  exec(end: End, command: readonly string[], options?: SpawnOptions): ChildProcess;
  /** Gives the client other resolvers, for programs started from now on. */
  setClientDns(addresses: readonly string[]): void;
  /** Ends all that runs in the namespaces and removes them. May be called twice. */
  destroy(): Promise<void>;
}

const ENDS: readonly End[] = ['client', 'censor', 'world'];
const living = new Set<() => void>();
let count = 0;
let guarded = false;

/** Makes the namespaces; removes them again when this process ends, however it ends. Needs root (of a namespace). */
export async function createNetwork(options: NetworkOptions): Promise<Network> {
  removeRemains();
  guardExit();
  count += 1;
  const prefix = namePrefix(process.pid, String(count));
  const names = { client: `${prefix}-client`, censor: `${prefix}-censor`, world: `${prefix}-world` };
  const destroy = () => {
    living.delete(destroy);
    for (const end of ENDS) removeNamespace(names[end]);
  };
  living.add(destroy);
  try {
    build(names, options);
  } catch (error) {
    destroy();
    throw error;
  }
  return {
    names,
    device: DEVICE,
    exec(end, command, spawnOptions = {}) {
      return spawn('ip', ['netns', 'exec', names[end], ...command], spawnOptions);
    },
    setClientDns: (addresses) => writeEtc(names.client, addresses),
    destroy: async () => destroy(),
  };
}

function build(names: Network['names'], { client, world }: NetworkOptions): void {
  writeEtc(names.client, client.dns);
  writeEtc(names.world, world.dns ?? []);
  runIp(
    undefined,
    ENDS.map((end) => `netns add ${names[end]}`),
  );
  for (const end of ['client', 'world'] as const) {
    run(['ip', '-n', names[end], 'tuntap', 'add', 'dev', DEVICE, 'mode', 'tun']);
    const script = kernelSettings(end, client).map(([path, value]) => `echo ${value} > /proc/sys/${path}`);
    run(['ip', 'netns', 'exec', names[end], 'sh', '-e'], `${script.join('\n')}\n`);
  }
  runIp(names.client, clientCommands(client));
  runIp(names.world, worldCommands(world));
}

function writeEtc(namespace: string, dns: readonly string[]): void {
  const folder = join('/etc/netns', namespace);
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of etcFiles(dns)) writeFileSync(join(folder, name), content);
}

function guardExit(): void {
  if (guarded) return;
  guarded = true;
  const destroyAll = () => {
    for (const destroy of [...living]) destroy();
  };
  process.once('exit', destroyAll);
  // Without a listener these signals end the process before 'exit' is told.
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.once(signal, () => process.exit(code));
  }
}

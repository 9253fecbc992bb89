import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { runIp } from './commands.ts';
import type { Network } from './index.ts';
import { removeNamespace } from './remains.ts';

/** The card that both ends call their Wi-Fi. */
const WIFI = 'wlan0';
/** Where the client is found, its phones, and somebody who can send there but is of another network. */
export const CLIENT_ADDRESS = '192.168.77.1';
export const PHONES: readonly string[] = Array.from({ length: 50 }, (_, at) => `192.168.77.${at + 10}`);
export const STRANGER = '192.168.99.5';
const ANOTHER_ADDRESS = '192.168.78.1';

/** A Wi-Fi of a router that the client and its phones are in, beside the wire that leads out. */
export interface Wifi {
  exec(command: readonly string[], options: SpawnOptions): ChildProcess;
  /** The client's card gets into another network. */
  change(): void;
  close(): void;
}

/** Adds a namespace with fifty phones to a network, and one with the bridge that they and the client are plugged into. */
export function openWifi({ names: { client } }: Pick<Network, 'names'>): Wifi {
  const name = client.replace(/client$/, 'phone');
  const router = client.replace(/client$/, 'router');
  for (const one of [name, router]) removeNamespace(one);
  runIp(undefined, [`netns add ${name}`, `netns add ${router}`]);
  runIp(router, [
    'link add bridge type bridge',
    'link set bridge up',
    ...[client, name].flatMap((end, port) => [
      `link add port${port} type veth peer name ${WIFI} netns ${end}`,
      `link set port${port} master bridge up`,
    ]),
  ]);
  runIp(client, [
    `address add ${CLIENT_ADDRESS}/24 dev ${WIFI}`,
    `link set ${WIFI} up`,
    `route add ${STRANGER}/32 dev ${WIFI}`,
  ]);
  runIp(name, [
    'link set lo up',
    ...PHONES.map((address) => `address add ${address}/24 dev ${WIFI}`),
    `address add ${STRANGER}/32 dev ${WIFI}`,
    `link set ${WIFI} up`,
  ]);
  return {
    exec: (command, options) => spawn('ip', ['netns', 'exec', name, ...command], options),
    change: () => runIp(client, [`address add ${ANOTHER_ADDRESS}/24 dev ${WIFI}`]),
    close: () => [name, router].forEach(removeNamespace),
  };
}

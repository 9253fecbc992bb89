import type { HostPort } from '../model/address.ts';
import type { ChooseProxy, FindProxy, NetworkProxy, NetworkProxyStanding } from '../model/network-proxy.ts';
import type { Clock } from '../model/time.ts';
import { abandonable } from '../net/abort.ts';
import { withDeadline } from '../net/deadline.ts';
import { isLoopback } from '../net/ip.ts';
import { isBypassed } from '../net/proxy/bypass.ts';
import type { Resources } from '../store/resources.ts';
import type { SettingsFile } from '../store/settings.ts';
import type { PreviousProxy } from '../system/settings/driver.ts';
import { readHost, readPort } from '../transports/host.ts';
import type { Bricks } from './bricks.ts';

/** Milliseconds that reading the computer's settings may keep a search waiting. */
const READ_MS = 2500;
/** Milliseconds for a script's answer: it may ask resolvers itself. */
const SCRIPT_MS = 3000;
/** Hosts whose answers are kept. */
const MOST_HOSTS = 1024;
/** Asked about, never contacted. */
const ANY_HOST = 'example.org';
/** Milliseconds for a proxy of this network to accept a connection: it is near. */
const ANSWER_MS = 2000;

/** What a PAC calls each kind of proxy. */
const PROTOCOLS: Readonly<Record<string, NetworkProxy['protocol']>> = {
  PROXY: 'http-proxy',
  HTTP: 'http-proxy',
  HTTPS: 'https-proxy',
  SOCKS: 'socks5',
  SOCKS5: 'socks5',
  SOCKS4: 'socks4a',
};

/** Ports of this computer that are ours, the remembered one too: never taken for somebody else's. */
type OwnPorts = readonly (number | undefined)[];

export interface UplinkParts {
  readonly bricks: Pick<Bricks, 'straightDialer' | 'follow'>;
  readonly clock: Clock;
  /** How the computer's settings or its environment name the network's own proxy. Rejects where that cannot be read. */
  readonly networkProxy: (signal: AbortSignal) => Promise<PreviousProxy>;
  readonly findProxy: FindProxy;
  /** Names a host to find out with whether anybody runs a script at all. */
  readonly resources: Pick<Resources, 'messengers'>;
  readonly settings: Pick<SettingsFile, 'settings'>;
}

/**
 * Finds out whether this network has a proxy of its own, and lets everything that goes straight out follow it from now on.
 * One that does not answer is passed by: settings outlive the network they were made for. `port`: the local proxy's. Rejects
 * only when aborted.
 */
export async function followNetworkProxy(
  parts: UplinkParts,
  port: number,
  signal: AbortSignal,
): Promise<NetworkProxyStanding> {
  const { bricks, clock, networkProxy, settings } = parts;
  const ownPorts = [port, settings.settings.port];
  bricks.follow(null);
  const named = await within(READ_MS, networkProxy, clock, signal).catch((): PreviousProxy => {
    signal.throwIfAborted();
    return { kind: 'none' };
  });
  if (named.kind === 'none') return 'none';
  if (named.kind === 'pac') return followScript(named.url, { ...parts, ownPorts }, signal);
  const proxy = proxyOf(named.answer);
  if (proxy === null || isOurs(proxy, ownPorts)) return 'none';
  if (!(await answers(proxy, bricks, clock, signal))) return 'silent';
  const { bypass, credentials } = named;
  bricks.follow(chooseByHand({ ...proxy, ...(credentials && { credentials }) }, bypass));
  return 'followed';
}

/** The first proxy of a PAC's answer (`PROXY a.example:3128; DIRECT`); null where that is none, or none we speak with. */
export function proxyOf(answer: string): NetworkProxy | null {
  const [, kind = '', host = '', port = ''] =
    /^\s*([a-z0-9]+)\s+(\S+):(\d+)\s*$/i.exec(answer.split(';')[0] ?? '') ?? [];
  const protocol = PROTOCOLS[kind.toUpperCase()];
  const [readableHost, readablePort] = [readHost(host), readPort(port)];
  if (protocol === undefined || readableHost === undefined || readablePort === undefined) return null;
  return { protocol, host: readableHost, port: readablePort };
}

/** A script is asked once for each host, for as long as the network lasts; what is not answered in time goes straight. */
async function followScript(
  script: string,
  { bricks, clock, findProxy, resources, ownPorts }: UplinkParts & { readonly ownPorts: OwnPorts },
  signal: AbortSignal,
): Promise<NetworkProxyStanding> {
  const known = new Map<string, Promise<NetworkProxy | null>>();
  const ask = (host: string, limited: AbortSignal): Promise<string | null> =>
    within(SCRIPT_MS, (timed) => findProxy(script, `https://${urlHost(host)}/`, timed), clock, limited);
  const [sample] = resources.messengers.flatMap(({ purposes }) =>
    purposes.flatMap(({ samples }) => samples.flat()),
  );
  const first = await ask(sample?.host ?? ANY_HOST, signal).catch(() => null);
  signal.throwIfAborted();
  if (first === null) return 'script';
  const chosen = (answer: string | null): NetworkProxy | null => {
    const proxy = proxyOf(answer ?? '');
    return proxy === null || isOurs(proxy, ownPorts) ? null : proxy;
  };
  if (chosen(first) === null) return 'none';
  /** Not with the signal of who happens to ask first: others wait for the same answer. */
  const askOnce = (host: string): Promise<NetworkProxy | null> => {
    const answer = ask(host, new AbortController().signal).then(chosen, () => {
      known.delete(host);
      return null;
    });
    if (known.size < MOST_HOSTS) known.set(host, answer);
    return answer;
  };
  bricks.follow(async (target, asked) => {
    if (isBypassed([], target)) return null;
    return abandonable(known.get(target.host) ?? askOnce(target.host), asked);
  });
  return 'followed';
}

function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function chooseByHand(proxy: NetworkProxy, bypass: readonly string[]): ChooseProxy {
  return async (target) => (isBypassed(bypass, target) ? null : proxy);
}

function isOurs({ host, port }: HostPort, ownPorts: OwnPorts): boolean {
  return (host === 'localhost' || isLoopback(host)) && ownPorts.includes(port);
}

async function answers(
  proxy: HostPort,
  { straightDialer }: UplinkParts['bricks'],
  clock: Clock,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const target = { host: proxy.host, port: proxy.port };
    const stream = await within(
      ANSWER_MS,
      (limited) => straightDialer.dial(target, { signal: limited }),
      clock,
      signal,
    );
    stream.destroy();
    return true;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}

function within<T>(
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
  clock: Clock,
  signal: AbortSignal,
): Promise<T> {
  return withDeadline({ signal, ms, operation: 'connect', clock }, work);
}

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { projectRoot } from '../bench/page.ts';
import { systemClock, systemRandom } from '../core/net/system-clock.ts';
import { createEngineStart, type StartEngine } from '../core/sidecars/child.ts';
import { createEngineFinder } from '../core/sidecars/find.ts';
import { createSidecars } from '../core/sidecars/sidecars.ts';
import { loadResources } from '../core/store/resources.ts';
import { runProgram } from '../core/system/run.ts';
import { createAuthority } from '../core/testing/authority.ts';
import { findProgram } from '../core/testing/daemon.ts';
import type { WebtunnelOptions } from './tor-network.ts';

/** Milliseconds within which nothing of Tor may be left once we were killed. */
const MOST_LEFT_MS = 20_000;

/** Where what helps Tor is found before PATH: of this proof's own, they trust the certificate of the web site on loopback. */
const helpersOf = (folder: string): string => join(dirname(folder), 'helpers');

/** Sidecars as the product has them, whose Tor lives below `folder` in the network of `torrc`. */
export function torHouse(
  folder: string,
  torrc: readonly string[],
  onLine: (line: string) => void = () => undefined,
) {
  mkdirSync(folder, { recursive: true });
  const keeper = join(import.meta.dirname, 'sidecar-life.mjs');
  const start = createEngineStart({ command: process.execPath, args: [keeper, 'guard'], env: process.env });
  const listening: StartEngine = (order, hear) =>
    start(order, (line) => {
      onLine(line);
      hear(line);
    });
  return createSidecars({
    manifest: loadResources([join(projectRoot(), 'resources')]).sidecars,
    finder: createEngineFinder({
      folders: [helpersOf(folder)],
      env: process.env,
      platform: process.platform,
      run: runProgram,
    }),
    ...{
      start: listening,
      folder,
      env: process.env,
      platform: process.platform,
      clock: systemClock,
      random: systemRandom,
      torrc,
      roots: [],
    },
    runningTor: async () => null,
    onTor: () => undefined,
    onTrouble: (engine, message) => void process.stderr.write(`${engine}: ${message}\n`),
  }).session();
}

/** Processes of Tor and of what helps it that run below our folder. */
export function processesOf(folder: string, names = 'tor|obfs4proxy|lyrebird'): number[] {
  const isOne = new RegExp(`(?:^|/)(?:${names})\\0`);
  return readdirSync('/proc').flatMap((name) => {
    try {
      if (!/^\d+$/.test(name)) return [];
      const words = readFileSync(`/proc/${name}/cmdline`, 'latin1');
      const parents = readFileSync(`/proc/${name}/environ`, 'latin1');
      return isOne.test(words) && `${words}${parents}`.includes(folder) ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

/** Waits until nothing of Tor is left there, for twenty seconds at most; whether that came. */
export async function isGone(folder: string): Promise<boolean> {
  const since = performance.now();
  while (processesOf(folder).length > 0) {
    if (performance.now() - since > MOST_LEFT_MS) return false;
    await setTimeout(20);
  }
  return true;
}

/**
 * Wraps lyrebird, so that it trusts the web site in front of a webtunnel bridge; null where it, or the bridge's program, is not here.
 * Webtunnel's own client would not do: it goes to no address of this computer.
 */
export function webtunnelHere(folder: string): WebtunnelOptions | null {
  const [server, client] = [findProgram('webtunnel-server'), findProgram('lyrebird')];
  if (server === undefined || client === undefined) return null;
  const authority = createAuthority();
  const helpers = join(folder, 'helpers');
  const trusted = join(helpers, 'authority.pem');
  mkdirSync(helpers);
  writeFileSync(trusted, authority.cert);
  const script = `#!/bin/sh\nSSL_CERT_FILE='${trusted}' exec '${client}' "$@"\n`;
  writeFileSync(join(helpers, 'lyrebird'), script, { mode: 0o755 });
  return { program: server, identity: authority.issue(['localhost']) };
}

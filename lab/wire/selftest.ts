import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';
import { createNetwork, type Network } from '../namespaces/index.ts';
import { startWire } from './index.ts';
import { bundledProgram } from './program.ts';
import { ALL, RESOLVER } from './selftest/addresses.ts';
import { CABLE_CHECKS } from './selftest/cable-checks.ts';
import type { Check, Trial } from './selftest/check.ts';
import { NETWORK_CHECKS } from './selftest/network-checks.ts';
import { replySchema } from './selftest/requests.ts';
import { TLS_CHECKS } from './selftest/tls-checks.ts';

export interface SelfTestResult {
  readonly title: string;
  readonly ok: boolean;
  /** What went wrong; empty when nothing did. */
  readonly complaints: readonly string[];
  readonly seconds: number;
}

/** Networks that censors are tried in at the same time: most of a check is waiting for what must not come. */
const LANES = 2;

/** Proves with real sockets that every censor of the lab blocks what it should and nothing else. Needs root. */
export async function runSelfTest(
  onResult: (result: SelfTestResult) => void = () => {},
): Promise<SelfTestResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'footbridge-selftest-'));
  const files = ['origin', 'box'].flatMap((name) => createCertificate(folder, name));
  const networks: Network[] = [];
  try {
    for (let lane = 0; lane < LANES; lane += 1) {
      networks.push(
        await createNetwork({
          client: { ipv4: true, ipv6: true, dns: [RESOLVER] },
          world: { addresses: ALL },
        }),
      );
    }
    await Promise.all(networks.map((network) => startWorld(network, files)));
    const client = await bundledProgram('lab/wire/selftest/client.ts');
    const results: SelfTestResult[] = [];
    const workOff = async (network: Network, waiting: Check[]) => {
      for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
        const result = await runCheck(network, client, check);
        results.push(result);
        onResult(result);
      }
    };
    const [first] = networks;
    // The cable's own times are measured with nothing beside them.
    if (first !== undefined) await workOff(first, [...CABLE_CHECKS]);
    const censors = [...NETWORK_CHECKS, ...TLS_CHECKS];
    await Promise.all(networks.map((network) => workOff(network, censors)));
    return results;
  } finally {
    await Promise.all(networks.map((network) => network.destroy()));
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runCheck(network: Network, client: string, check: Check): Promise<SelfTestResult> {
  const start = performance.now();
  const wire = await startWire(network, check.wire);
  const complaints: string[] = [];
  try {
    for (const trials of check.steps) {
      const replies = await askClient(network, client, trials);
      const statistics = await wire.stats();
      for (const [index, { ask, judge }] of trials.entries()) {
        const reply = replies[index];
        const complaint = reply ? judge(reply, statistics) : 'no reply';
        if (complaint !== undefined) complaints.push(`${JSON.stringify(ask).slice(0, 120)}: ${complaint}`);
      }
    }
  } finally {
    await wire.stop();
  }
  const seconds = Math.round((performance.now() - start) / 100) / 10;
  return { title: check.title, ok: complaints.length === 0, complaints, seconds };
}

async function askClient(network: Network, client: string, trials: readonly Trial[]) {
  const requests = JSON.stringify(trials.map(({ ask }) => ask));
  const child = network.exec('client', [process.execPath, client, requests], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('the client has no output');
  return v.parse(v.array(replySchema), JSON.parse(await text(child.stdout)));
}

async function startWorld(network: Network, certificates: readonly string[]): Promise<void> {
  const program = await bundledProgram('lab/wire/selftest/world.ts');
  const child = network.exec('world', [process.execPath, program, ...certificates], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('the world has no output');
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => {
      throw new Error('the world of the self-test did not start');
    }),
  ]);
}

function createCertificate(folder: string, name: string): [cert: string, key: string] {
  const cert = join(folder, `${name}.pem`);
  const key = join(folder, `${name}.key`);
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const args = [
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    key,
    '-out',
    cert,
    '-subj',
    `/CN=${name}`,
    '-days',
    '2',
  ];
  execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  return [cert, key];
}

// Tor as a child of ours in a Tor network of its own: how long it takes to come up, what it carries, whom it keeps apart, and
// that nothing of it outlives us. With `hold FOLDER BRIDGE TORRC`: the process that is killed.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { machineLine, projectRoot, table, tell } from '../bench/page.ts';
import { systemClock, systemRandom } from '../core/net/system-clock.ts';
import { createEngineStart, type StartEngine } from '../core/sidecars/child.ts';
import { createEngineFinder } from '../core/sidecars/find.ts';
import { createSidecars } from '../core/sidecars/sidecars.ts';
import { cookieFile } from '../core/sidecars/torrc.ts';
import { loadResources } from '../core/store/resources.ts';
import { runProgram } from '../core/system/run.ts';
import { parseBridgeLine } from '../core/transports/bridge-line.ts';
import { createEngineDialer } from '../core/transports/engine-dialer.ts';
import { createTor } from '../core/transports/tor-element.ts';
import { startTorNetwork } from './tor-network.ts';

const BYTES = 20 << 20;
const PATIENCE_MS = 150_000;
/** Milliseconds within which nothing of Tor may be left once we were killed. */
const MOST_LEFT_MS = 20_000;

function house(folder: string, torrc: readonly string[], onLine: (line: string) => void = () => undefined) {
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
      folders: [],
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

/** A server that sends 20 MiB to whoever says a byte, and what they hash to. */
async function startSource() {
  const data = randomBytes(BYTES);
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(data));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    target: { host: '127.0.0.1', port: address.port },
    hash: createHash('sha256').update(data).digest('hex'),
    close: () => server.close(),
  };
}

/** Streams open through Tor and the circuit of each, as its control port tells. */
async function circuitsOf(folder: string, port: number): Promise<readonly string[]> {
  const socket = connect(port, '127.0.0.1');
  const cookie = readFileSync(cookieFile(join(folder, 'tor'))).toString('hex');
  socket.write(`AUTHENTICATE ${cookie}\r\nGETINFO stream-status\r\nQUIT\r\n`);
  let said = '';
  socket.on('data', (chunk) => {
    said += String(chunk);
  });
  await once(socket, 'close');
  return [...said.matchAll(/\b\d+ SUCCEEDED (\d+) /g)].flatMap(([, circuit]) => circuit ?? []);
}

async function measure(folder: string, bridge: string | null, torrc: readonly string[]) {
  const source = await startSource();
  let control = 0;
  const session = house(folder, torrc, (line) => {
    control ||= Number(/Control listener connection \(ready\) on 127\.0\.0\.1:(\d+)/.exec(line)?.[1] ?? 0);
  });
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const parsed = bridge === null ? null : parseBridgeLine(bridge);
    if (typeof parsed === 'string') throw new Error(`the bridge line: ${parsed}`);
    const element = createTor(parsed === null ? [] : [parsed]);
    const since = performance.now();
    await session.open({ kind: 'tor', bridges: element.bridges }, signal);
    const up = (performance.now() - since) / 1000;
    const dialer = createEngineDialer(element, {
      sidecars: session,
      clock: systemClock,
      random: systemRandom,
    });

    const began = performance.now();
    const stream = await dialer.dial(source.target, { signal, isolation: 'telegram' });
    stream.write('x');
    const hash = createHash('sha256');
    for await (const chunk of stream) hash.update(chunk);
    const seconds = (performance.now() - began) / 1000;
    const isWhole = hash.digest('hex') === source.hash;

    const open = await Promise.all(
      ['telegram', 'telegram', 'whatsapp'].map((isolation) =>
        dialer.dial(source.target, { signal, isolation }),
      ),
    );
    const circuits = await circuitsOf(folder, control);
    for (const one of open) one.destroy();
    return {
      up,
      rate: BYTES / 1e6 / seconds,
      isWhole,
      streams: circuits.length,
      circuits: new Set(circuits).size,
    };
  } finally {
    source.close();
    await session.close();
  }
}

/** Processes whose command line names Tor's programs and that run below our folder. */
function leftOf(folder: string): number {
  return readdirSync('/proc').filter((name) => {
    try {
      if (!/^\d+$/.test(name)) return false;
      const words = readFileSync(`/proc/${name}/cmdline`, 'latin1');
      const parents = readFileSync(`/proc/${name}/environ`, 'latin1');
      return /(?:^|\/)(?:tor|obfs4proxy)\0/.test(words) && `${words}${parents}`.includes(folder);
    } catch {
      return false;
    }
  }).length;
}

/** Kills a process that holds Tor, and with `both` the keeper at the same moment; milliseconds until nothing is left. */
async function killed(
  folder: string,
  bridge: string,
  torrc: readonly string[],
  both: boolean,
): Promise<number> {
  const holder = spawn(
    process.execPath,
    [join(import.meta.dirname, 'tor.mjs'), 'hold', folder, bridge, JSON.stringify(torrc)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  for await (const line of createInterface({ input: holder.stdout })) if (line === 'up') break;
  const children = readFileSync(`/proc/${holder.pid}/task/${holder.pid}/children`, 'utf8').trim().split(' ');
  if (leftOf(folder) === 0) throw new Error('nothing runs that could be left');
  const since = performance.now();
  holder.kill('SIGKILL');
  if (both) for (const child of children) process.kill(Number(child), 'SIGKILL');
  while (leftOf(folder) > 0) {
    if (performance.now() - since > MOST_LEFT_MS) return Number.POSITIVE_INFINITY;
    await setTimeout(20);
  }
  return performance.now() - since;
}

async function prove(): Promise<boolean> {
  const machine = machineLine();
  const folder = mkdtempSync(join(tmpdir(), 'footbridge-tor-'));
  const network = await startTorNetwork(folder);
  try {
    // A client comes too early while the authority has not voted: that is the network's, not ours.
    await measure(join(folder, 'first'), null, network.torrc);
    const rows: (string | number)[][] = [];
    let holds = true;
    for (const [name, bridge] of [
      ['without a bridge', null],
      ['by an obfs4 bridge', network.bridge],
      ['by it again, with what Tor has learnt', network.bridge],
    ] as const) {
      const home = join(folder, bridge === null ? 'plain' : 'bridged');
      const { up, rate, isWhole, streams, circuits } = await measure(home, bridge, network.torrc);
      holds &&= isWhole && streams === 3 && circuits === 2;
      rows.push([
        name,
        up.toFixed(1),
        rate.toFixed(1),
        isWhole ? 'yes' : '**no**',
        `${streams} on ${circuits}`,
      ]);
    }
    const alone = await killed(join(folder, 'killed'), network.bridge, network.torrc, false);
    const both = await killed(join(folder, 'killed'), network.bridge, network.torrc, true);
    holds &&= Number.isFinite(alone) && Number.isFinite(both);
    const text = [
      machine,
      table([
        [
          'Tor',
          'seconds until it is up',
          'MB/s of 20 MiB',
          'the same bytes',
          'streams on circuits, of two messengers',
        ],
        ...rows,
      ]),
      `Milliseconds until neither Tor nor its helper is left: we are killed, ${alone.toFixed(0)}; we and the keeper at once, ${both.toFixed(0)}.`,
      holds ? 'Holds.' : '**Does not hold.**',
    ].join('\n\n');
    tell('tor', text, { isFull: true });
    return holds;
  } finally {
    await network.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  }
}

const [what, folder = '', bridge = '', torrc = '[]'] = process.argv.slice(2);
if (what === 'hold') {
  const parsed = parseBridgeLine(bridge);
  if (typeof parsed === 'string') throw new Error(parsed);
  await house(folder, JSON.parse(torrc)).open(
    { kind: 'tor', bridges: [parsed.text] },
    AbortSignal.timeout(PATIENCE_MS),
  );
  process.stdout.write('up\n');
  await once(process.stdin, 'data');
} else process.exitCode = (await prove()) ? 0 : 1;

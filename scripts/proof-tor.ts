// Tor as a child of ours in a Tor network of its own: how long it takes to come up, what it carries, whom it keeps apart, and
// that nothing of it outlives us. With `hold FOLDER BRIDGE TORRC`: the process that is killed.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { machineLine, table, tell } from '../bench/page.ts';
import { outcomeTable, totals } from '../bench/transports/report.ts';
import { systemClock, systemRandom } from '../core/net/system-clock.ts';
import { cookieFile } from '../core/sidecars/torrc.ts';
import { parseBridgeLine } from '../core/transports/bridge-line.ts';
import { createEngineDialer } from '../core/transports/engine-dialer.ts';
import { createTor } from '../core/transports/tor-element.ts';
import { isGone, processesOf, torHouse, webtunnelHere } from './tor-house.ts';
import { startTorNetwork } from './tor-network.ts';
import { askTor } from './tor-promises.ts';

const BYTES = 20 << 20;
const PATIENCE_MS = 150_000;

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
  const session = torHouse(folder, torrc, (line) => {
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

/** What every transport is asked for, of Tor. */
async function promises(folder: string, way: string, line: string | null, torrc: readonly string[]) {
  const session = torHouse(folder, torrc);
  const parsed = line === null ? null : parseBridgeLine(line);
  if (typeof parsed === 'string') throw new Error(`the bridge line: ${parsed}`);
  const element = createTor(parsed === null ? [] : [parsed]);
  const wish = { kind: 'tor', bridges: element.bridges } as const;
  try {
    await session.open(wish, AbortSignal.timeout(PATIENCE_MS));
    return await askTor({
      way,
      dialer: createEngineDialer(element, { sidecars: session, clock: systemClock, random: systemRandom }),
      processes: () => processesOf(folder, 'tor'),
      async abandoned() {
        const other = `${folder}-abandoned`;
        const leaving = torHouse(other, torrc);
        const aborter = new AbortController();
        const opening = leaving.open(wish, aborter.signal).catch((error: unknown) => error);
        while (processesOf(other).length === 0) await setTimeout(5);
        const reason = new Error('called off');
        aborter.abort(reason);
        const heard = await opening;
        await leaving.close();
        return heard === reason && (await isGone(other));
      },
    });
  } finally {
    await session.close();
  }
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
  if (processesOf(folder).length === 0) throw new Error('nothing runs that could be left');
  const since = performance.now();
  holder.kill('SIGKILL');
  if (both) for (const child of children) process.kill(Number(child), 'SIGKILL');
  return (await isGone(folder)) ? performance.now() - since : Number.POSITIVE_INFINITY;
}

async function prove(): Promise<boolean> {
  const machine = machineLine();
  const folder = mkdtempSync(join(tmpdir(), 'footbridge-tor-'));
  const webtunnel = webtunnelHere(folder);
  const network = await startTorNetwork(folder, webtunnel);
  try {
    // A client comes too early while the authority has not voted: that is the network's, not ours.
    await measure(join(folder, 'first'), null, network.torrc);
    const rows: (string | number)[][] = [];
    let holds = true;
    for (const [name, bridge] of [
      ['without a bridge', null],
      ['by an obfs4 bridge', network.bridge],
      ['by it again, with what Tor has learnt', network.bridge],
      ...(network.webtunnel === null ? [] : [['by a webtunnel bridge', network.webtunnel] as const]),
    ] as const) {
      const kind = bridge === network.bridge ? 'bridged' : 'website';
      const home = join(folder, bridge === null ? 'plain' : kind);
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
    const outcomes = [
      ...(await promises(join(folder, 'asked'), 'Tor', null, network.torrc)),
      ...(await promises(join(folder, 'asked-bridged'), 'Tor by obfs4', network.bridge, network.torrc)),
      ...(network.webtunnel === null
        ? []
        : await promises(
            join(folder, 'asked-website'),
            'Tor by webtunnel',
            network.webtunnel,
            network.torrc,
          )),
    ];
    holds &&= outcomes.every(({ passed }) => passed);
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
      `${totals(outcomes)} What every transport is asked for (\`proof:transports\`), as far as it means something here: Tor's program speaks
to its relays itself, so that nothing of ours stands beneath it, and it knows no password. *Killed*: the transfer breaks, and another Tor
carries what is dialled next.`,
      outcomeTable(outcomes),
      ...(webtunnel === null
        ? ['Webtunnel was not tried: its server and lyrebird are not installed here.']
        : []),
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
  await torHouse(folder, JSON.parse(torrc)).open(
    { kind: 'tor', bridges: [parsed.text] },
    AbortSignal.timeout(PATIENCE_MS),
  );
  process.stdout.write('up\n');
  await once(process.stdin, 'data');
} else process.exitCode = (await prove()) ? 0 : 1;

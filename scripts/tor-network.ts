import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Identity } from '../core/testing/authority.ts';
import { findProgram } from '../core/testing/daemon.ts';
import { refusedPort } from '../core/testing/ports.ts';
import { startTlsServer, type TestServer } from '../core/testing/servers.ts';

const RELAYS = 3;
const LIMIT_MS = 60_000;
const run = promisify(execFile);
const program = (name: string) => findProgram(name) ?? name;

/** A Tor network of its own on loopback: an authority, three relays, and a bridge behind obfs4. */
export interface TorNetwork {
  /** What tells a client of this network. */
  readonly torrc: readonly string[];
  /** Of the bridge, as a person gets it. */
  readonly bridge: string;
  /** Of one that looks like a web site; null where its program was not given. */
  readonly webtunnel: string | null;
  stop(): Promise<void>;
}

export interface WebtunnelOptions {
  /** The path of `webtunnel-server`. */
  readonly program: string;
  /** Of the web site in front of it, for `localhost`. */
  readonly identity: Identity;
}

/** Starts it below `folder`. Rejects where a program is missing or a node does not come up. */
export async function startTorNetwork(
  folder: string,
  webtunnel: WebtunnelOptions | null,
): Promise<TorNetwork> {
  const nodes: ChildProcess[] = [];
  let front: TestServer | undefined;
  const stop = async (): Promise<void> => {
    await front?.close();
    for (const node of nodes) {
      if (node.exitCode !== null || node.signalCode !== null) continue;
      node.kill('SIGKILL');
      await once(node, 'exit');
    }
  };
  const ports: number[] = [];
  for (let count = 0; count < 2 * RELAYS + 7; count += 1) ports.push((await refusedPort()).port);
  const port = () => ports.pop() ?? 0;

  const common = (name: string, orPort: number) => [
    'TestingTorNetwork 1',
    `DataDirectory ${join(folder, name)}`,
    `Nickname ${name}`,
    'Address 127.0.0.1',
    `ORPort 127.0.0.1:${orPort}`,
    'SocksPort 0',
    'AssumeReachable 1',
    'ContactInfo nobody@example.org',
    `Log notice file ${join(folder, `${name}.log`)}`,
  ];
  const start = (name: string, lines: readonly string[]) => {
    const file = join(folder, `${name}.torrc`);
    writeFileSync(file, `${lines.join('\n')}\n`);
    nodes.push(
      spawn(
        program('tor'),
        ['-f', file, '--defaults-torrc', join(folder, 'none'), '--ignore-missing-torrc'],
        {
          stdio: 'ignore',
        },
      ),
    );
  };

  try {
    const [orPort, dirPort] = [port(), port()];
    const keys = join(folder, 'authority', 'keys');
    mkdirSync(keys, { recursive: true, mode: 0o700 });
    const certificate = run(
      program('tor-gencert'),
      ['--create-identity-key', '--passphrase-fd', '0', '-m', '12', '-a', `127.0.0.1:${dirPort}`],
      { cwd: keys },
    );
    certificate.child.stdin?.end('secret\n');
    await certificate;
    const v3 = /^fingerprint ([0-9A-F]{40})$/m.exec(
      readFileSync(join(keys, 'authority_certificate'), 'utf8'),
    )?.[1];
    const listed = await run(program('tor'), [
      ...['--list-fingerprint', '--quiet', '-f', join(folder, 'none'), '--ignore-missing-torrc'],
      ...['--DataDirectory', join(folder, 'authority'), '--Nickname', 'authority'],
      ...['--ORPort', `127.0.0.1:${orPort}`, '--Address', '127.0.0.1'],
    ]);
    const identity = listed.stdout.trim().split(' ').slice(1).join('');
    const known = [
      `DirAuthority authority orport=${orPort} no-v2 v3ident=${v3} 127.0.0.1:${dirPort} ${identity}`,
    ];
    start('authority', [
      ...common('authority', orPort),
      ...known,
      `DirPort 127.0.0.1:${dirPort}`,
      'AuthoritativeDirectory 1',
      'V3AuthoritativeDirectory 1',
      'TestingV3AuthInitialVotingInterval 5',
      'TestingV3AuthInitialVoteDelay 2',
      'TestingV3AuthInitialDistDelay 2',
      'V3AuthVotingInterval 10',
      'V3AuthVoteDelay 2',
      'V3AuthDistDelay 2',
      'TestingDirAuthVoteGuard *',
      'TestingDirAuthVoteExit *',
      'TestingMinExitFlagThreshold 0',
      'ExitPolicy reject *:*',
    ]);
    for (let index = 0; index < RELAYS; index += 1)
      start(`relay${index}`, [
        ...common(`relay${index}`, port()),
        ...known,
        'ExitRelay 1',
        'ExitPolicyRejectPrivate 0',
        'ExitPolicy accept *:*',
      ]);
    start('bridge', [
      ...common('bridge', port()),
      ...known,
      'BridgeRelay 1',
      'PublishServerDescriptor 0',
      'ExtORPort 127.0.0.1:auto',
      `ServerTransportPlugin obfs4 exec ${program('obfs4proxy')}`,
      `ServerTransportListenAddr obfs4 127.0.0.1:${port()}`,
    ]);
    if (webtunnel !== null) {
      const behind = port();
      front = await startTlsServer(webtunnel.identity, (socket) => {
        const tunnel = connect(behind, '127.0.0.1');
        tunnel.on('error', () => socket.destroy());
        socket
          .on('error', () => tunnel.destroy())
          .pipe(tunnel)
          .pipe(socket);
      });
      start('website', [
        ...common('website', port()),
        ...known,
        'BridgeRelay 1',
        'PublishServerDescriptor 0',
        'ExtORPort 127.0.0.1:auto',
        `ServerTransportPlugin webtunnel exec ${webtunnel.program}`,
        `ServerTransportListenAddr webtunnel 127.0.0.1:${behind}`,
        `ServerTransportOptions webtunnel url=${siteOf(front)}`,
      ]);
      await found(join(folder, 'website.log'), /Registered server transport 'webtunnel'/);
    }
    const line = await found(
      join(folder, 'bridge', 'pt_state', 'obfs4_bridgeline.txt'),
      /^Bridge obfs4 .*$/m,
    );
    const fingerprint = await found(join(folder, 'bridge', 'fingerprint'), /[0-9A-F]{40}/);
    const address = await found(
      join(folder, 'bridge.log'),
      /Registered server transport 'obfs4' at '([^']+)'/,
    );
    return {
      torrc: ['TestingTorNetwork 1', ...known],
      bridge: line.replace('<IP ADDRESS>:<PORT>', address).replace('<FINGERPRINT>', fingerprint),
      // The address means nothing: the client goes where the web site is.
      webtunnel:
        front === undefined
          ? null
          : `webtunnel 192.0.2.3:1 ${await found(join(folder, 'website', 'fingerprint'), /[0-9A-F]{40}/)} url=${siteOf(front)} ver=0.0.1`,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What the web site's tunnel is asked for by. */
const siteOf = ({ port }: TestServer): string => `https://localhost:${port}/way`;

/** What a file says once it says it. */
async function found(file: string, pattern: RegExp): Promise<string> {
  const until = Date.now() + LIMIT_MS;
  for (;;) {
    try {
      const match = pattern.exec(readFileSync(file, 'utf8'));
      if (match !== null) return match[1] ?? match[0];
    } catch {
      // Not there yet.
    }
    if (Date.now() > until) throw new Error(`${file} says nothing`);
    await setTimeout(100);
  }
}

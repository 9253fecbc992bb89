import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../net/system-clock.ts';
import { startBareEngine } from '../testing/bare-engine.ts';
import { findProgram, scratchFolder } from '../testing/daemon.ts';
import { startServer } from '../testing/servers.ts';
import { createEngineLog } from './log.ts';
import { findRunningTor } from './running-tor.ts';
import { startTor } from './tor.ts';
import { readProgress } from './tor-control.ts';
import { torrc } from './torrc.ts';

const tor = findProgram('tor');
const never = new AbortController().signal;

test.each([
  ['650 STATUS_CLIENT NOTICE BOOTSTRAP PROGRESS=0 TAG=starting SUMMARY="Starting"', 0, 'starting'],
  ['650 STATUS_CLIENT NOTICE BOOTSTRAP PROGRESS=2 TAG=conn_done_pt SUMMARY="Connected"', 2, 'connecting'],
  ['250-status/bootstrap-phase=WARN BOOTSTRAP PROGRESS=14 TAG=handshake WARNING="No route"', 14, 'handshake'],
  ['650 STATUS_CLIENT NOTICE BOOTSTRAP PROGRESS=50 TAG=loading_descriptors', 50, 'directory'],
  ['650 STATUS_CLIENT NOTICE BOOTSTRAP PROGRESS=89 TAG=ap_handshake', 89, 'circuit'],
  ['650 STATUS_CLIENT NOTICE BOOTSTRAP PROGRESS=100 TAG=done SUMMARY="Done"', 100, 'done'],
])('%s is %i percent', (line, percent, stage) => {
  expect(readProgress(line)).toEqual({ percent, stage });
});

test('what tells no progress is passed over', () => {
  for (const line of ['250 OK', '650 STATUS_CLIENT NOTICE ENOUGH_DIR_INFO', 'BOOTSTRAP PROGRESS=999'])
    expect(readProgress(line)).toBeUndefined();
});

test('Tor is told its folder, its helpers and its bridges', () => {
  const text = torrc({
    folder: 'C:\\Users\\"Вера"\\tor',
    bridges: ['obfs4 192.0.2.1:443 cert=x iat-mode=0', '192.0.2.2:9001'],
    helpers: new Map([
      ['obfs4', '/usr/bin/lyrebird'],
      ['webtunnel', '/usr/bin/lyrebird'],
    ]),
    owner: 42,
  });
  expect(text).toContain('DataDirectory "C:\\\\Users\\\\\\"Вера\\"\\\\tor"\n');
  expect(text).toContain('ClientTransportPlugin obfs4,webtunnel exec /usr/bin/lyrebird\n');
  expect(text).toContain('UseBridges 1\n');
  expect(text).toContain('Bridge obfs4 192.0.2.1:443 cert=x iat-mode=0\nBridge 192.0.2.2:9001\n');
  expect(text).toContain('__OwningControllerProcess 42\n');
});

async function running(bridges: readonly string[] = []) {
  const folder = join(scratchFolder().path, 'tor');
  mkdirSync(folder);
  writeFileSync(join(folder, 'state'), 'Bridge 192.0.2.1\n');
  const log = createEngineLog([]);
  const run = await startTor(
    {
      ...{ path: tor ?? '', bridges, helpers: new Map(), folder, env: {}, start: startBareEngine, log },
      clock: systemClock,
      onProgress: () => undefined,
      // Nobody is asked but a port of this computer where nobody listens.
      more: [`DirAuthority nobody orport=1 no-v2 v3ident=${'A'.repeat(40)} 127.0.0.1:1 ${'B'.repeat(40)}`],
    },
    never,
  );
  return { run, folder, log };
}

test.skipIf(tor === undefined)(
  'where tor is installed, it opens one door, on loopback, and is known by what it says (B3)',
  async () => {
    const { run, folder } = await running();
    expect(run.door.host).toBe('127.0.0.1');
    expect(await findRunningTor([run.door.port])).toEqual(run.door);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    await run.end();
    await run.ended;
    expect(await findRunningTor([run.door.port])).toBeNull();
    await expect(run.ready).rejects.toMatchObject({ failure: 'x_proxy_engine_failed' });
  },
);

test.skipIf(tor === undefined)(
  'where tor is installed, which bridges it used is written nowhere once it has ended (B7)',
  async () => {
    const { run, folder } = await running(['127.0.0.1:1']);
    await run.end();
    await run.ended;
    for (const name of ['state', 'cached-descriptors']) expect(existsSync(join(folder, name))).toBe(false);
  },
);

test.skipIf(tor === undefined)(
  'where tor is installed, what it cannot be told ends in a failure, and Tor with it',
  async () => {
    await expect(running(['192.0.2.1:443 not-a-fingerprint'])).rejects.toMatchObject({
      failure: 'x_proxy_engine_failed',
    });
  },
);

test('what listens and is no Tor is not taken for one', async () => {
  const { port, close } = await startServer((socket) => socket.end('HTTP/1.0 400 Bad Request\r\n\r\n'));
  onTestFinished(close);
  expect(await findRunningTor([port])).toBeNull();
});

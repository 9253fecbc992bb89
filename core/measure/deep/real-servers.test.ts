import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostPort } from '../../model/address.ts';
import type { Step } from '../../model/trace.ts';
import { udpDialer } from '../../net/packet.ts';
import { systemClock } from '../../net/system-clock.ts';
import { createAuthority } from '../../testing/authority.ts';
import { type Daemon, findProgram, scratchFolder, startDaemon } from '../../testing/daemon.ts';
import { refusedPort } from '../../testing/ports.ts';
import { createSeededRandom } from '../../testing/seeded-random.ts';
import { askQuicHello, askQuicVersions } from './ask-quic.ts';
import { askStun } from './ask-stun.ts';

const NAME = 'web.whatsapp.com';
const random = createSeededRandom(7);

function tools() {
  const steps: Step[] = [];
  const trace = (step: Step): void => void steps.push(step);
  const { signal } = new AbortController();
  return { steps, with: { packets: udpDialer, clock: systemClock, signal, trace } };
}

/** Asks until it is answered: a server that accepts connections may not hear datagrams yet. */
async function answered(ask: () => Promise<unknown>): Promise<void> {
  const once = () =>
    ask().then(
      () => true,
      () => false,
    );
  await expect.poll(once, { timeout: 20_000, interval: 10 }).toBe(true);
}

const datagramsOf = ([step]: readonly Step[]) =>
  step?.operation === 'dialogue' ? step.datagrams : undefined;

if (findProgram('turnserver') === undefined) it.skip('STUN: coturn is not installed', () => undefined);

describe.runIf(findProgram('turnserver') !== undefined)('against coturn', () => {
  let server: Daemon;

  beforeAll(async () => {
    const folder = scratchFolder();
    const own = [
      '-n',
      '--no-cli',
      '--no-tls',
      '--no-dtls',
      '--log-file',
      'stdout',
      '--listening-ip',
      '127.0.0.1',
    ];
    const files = ['--pidfile', `${folder.path}/pid`, '--userdb', `${folder.path}/users`];
    server = await startDaemon('turnserver', (port) => [...own, ...files, '--listening-port', String(port)]);
  });
  afterAll(() => server.stop());

  it('a binding request is answered, and nothing of the answer is kept but its length (M11)', async () => {
    const at = { host: server.host, port: server.port };
    await answered(() => askStun(at, random, tools().with));
    const { steps, with: given } = tools();
    await askStun(at, random, given);
    expect(steps).toMatchObject([{ operation: 'dialogue', protocol: 'stun', failure: null }]);
    expect(datagramsOf(steps)).toMatchObject({ address: { host: '127.0.0.1' } });
    expect(datagramsOf(steps)?.received).toBeGreaterThanOrEqual(32);
  });
});

if (findProgram('caddy') === undefined) it.skip('QUIC: caddy is not installed', () => undefined);

describe.runIf(findProgram('caddy') !== undefined)('against caddy', () => {
  let server: Daemon;
  let at: HostPort;

  beforeAll(async () => {
    const { cert, key } = createAuthority().issue([NAME]);
    const folder = scratchFolder();
    const files = `${folder.write('cert.pem', cert)} ${folder.write('key.pem', key)}`;
    const { port: plain } = await refusedPort();
    server = await startDaemon('caddy', (port) => {
      const options = `admin off\n auto_https off\n http_port ${plain}\n https_port ${port}\n storage file_system ${folder.path}`;
      const config = `{\n ${options}\n}\nhttps://${NAME}:${port} {\n bind 127.0.0.1\n tls ${files}\n respond ok\n}\n`;
      return ['run', '--adapter', 'caddyfile', '--config', folder.write('Caddyfile', config)];
    });
    at = { host: server.host, port: server.port };
  });
  afterAll(() => server.stop());

  it('a version that nobody speaks is answered with those it does (M11)', async () => {
    await answered(() => askQuicVersions(at, random, tools().with));
    const { steps, with: given } = tools();
    expect(await askQuicVersions(at, random, given)).toMatchObject({ versions: expect.arrayContaining([1]) });
    expect(datagramsOf(steps)).toMatchObject({ sent: 1200 });
  });

  it('a first flight of version 1 is answered with a sealed packet of the server’s (M11)', async () => {
    await answered(() => askQuicHello(at, NAME, random, tools().with));
    const { steps, with: given } = tools();
    await askQuicHello(at, NAME, random, given);
    expect(steps).toMatchObject([{ protocol: 'quic-initial', failure: null }]);
  });
});

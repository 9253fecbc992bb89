import { describe, expect, onTestFinished, test } from 'vitest';
import type { EngineServer } from '../model/engine-server.ts';
import type { Sidecars } from '../model/sidecar.ts';
import { systemClock, systemRandom } from '../net/system-clock.ts';
import { listensOnLoopbackOnly } from '../sidecars/loopback.ts';
import { createAuthority } from '../testing/authority.ts';
import { startBareServerEngine } from '../testing/bare-server-engine.ts';
import { openBareSidecars } from '../testing/bare-sidecars.ts';
import { findProgram } from '../testing/daemon.ts';
import { askByDatagram, startDatagramPeer } from '../testing/datagrams.ts';
import { createLoopbackDialer } from '../testing/loopback-dialer.ts';
import { startServer } from '../testing/servers.ts';
import { startSingBox } from '../testing/sing-box.ts';
import { echo, netError } from '../testing/streams.ts';
import { buildTransport } from '../transports/build.ts';
import { createEngineDialer, createEnginePacketDialer } from '../transports/engine-dialer.ts';
import { parseLink } from '../transports/links/share-link.ts';
import { FAR_END, wireguard } from '../transports/testing/sing-box-ways.ts';
import { testToolbox } from '../transports/testing/toolbox.ts';
import { transfer } from '../transports/testing/transfer.ts';
import { identities, identity, NAME } from '../transports/testing/ways.ts';

const isHere = findProgram('sing-box') !== undefined;
const never = new AbortController().signal;
const tools = { clock: systemClock, random: systemRandom };

const hysteria = async () => {
  const inbound = { type: 'hysteria2', users: [{ password: 'secret' }] };
  const server = await startSingBox({ inbound, identity: identity() });
  onTestFinished(server.stop);
  return server;
};

/** What a link, as somebody was sent it, becomes. */
function transport(link: string, sidecars: Sidecars) {
  const parsed = parseLink(link);
  if (!parsed.ok) throw new Error(parsed.error.code);
  const toolbox = testToolbox({ direct: () => createLoopbackDialer(), roots: [], kept: new Set(), sidecars });
  return buildTransport(parsed.expression, toolbox);
}

/** Whether a megabyte comes back whole by the way of a link. */
async function carries(link: string, root = identities().authority.cert): Promise<boolean> {
  const target = await startServer(echo);
  const sidecars = openBareSidecars([root], 'sing-box');
  onTestFinished(async () => void (await Promise.all([target.close(), sidecars.close()])));
  const stream = await transport(link, sidecars).dialer.dial(target, { signal: never });
  onTestFinished(() => void stream.destroy());
  return transfer(stream, 1);
}

const server = (port: number, options: Readonly<Record<string, string>> = {}): EngineServer => ({
  ...{ protocol: 'hysteria2', host: '127.0.0.1', port, options },
  credentials: { username: 'secret', password: '' },
});

describe(`Hysteria2 by sing-box${isHere ? '' : ' (skipped: not installed here: sing-box)'}`, () => {
  const run = isHere ? test : test.skip;

  run('is reached at the ports that are hopped over, not at the one of the address', async () => {
    const { port } = await hysteria();
    const nobody = await startDatagramPeer(() => undefined);
    onTestFinished(nobody.close);
    const link = `hy2://secret@127.0.0.1:${nobody.port}/?sni=${NAME}&mport=${port}&insecure=0#%D0%94%D0%BE%D0%BC`;
    expect(await carries(link)).toBe(true);
    expect(nobody.heard()).toBe(0);
  });

  run('is reached at any of the ports that stand in an address', async () => {
    const [one, other] = [await hysteria(), await hysteria()];
    expect(await carries(`hysteria2://secret@127.0.0.1:${one.port},${other.port}?sni=${NAME}`)).toBe(true);
  });

  run('is told apart where its certificate is of nobody we trust, or of another name', async () => {
    const { port } = await hysteria();
    const stranger = carries(`hy2://secret@127.0.0.1:${port}?sni=${NAME}`, createAuthority().cert);
    expect((await netError(stranger)).failure).toBe('ssl_unknown_authority');
    const other = carries(`hy2://secret@127.0.0.1:${port}?sni=other.example`);
    expect((await netError(other)).failure).toBe('ssl_invalid_hostname');
  });

  run('has one door, on loopback, and lets in whoever has its password alone (B3)', async () => {
    const way = server((await hysteria()).port);
    const { run, pid } = await startBareServerEngine('sing-box', way);
    expect(await listensOnLoopbackOnly(pid, run.door.port)).toBe(true);
    const credentials = { username: 'somebody', password: 'else' };
    const sidecars = { open: async () => ({ ...run.door, credentials }) };
    const proxy = { kind: 'proxy', ...way } as const;
    const to = { host: '127.0.0.1', port: 1 };
    const stream = createEngineDialer(proxy, { sidecars, ...tools }).dial(to, { signal: never });
    expect((await netError(stream)).failure).toBe('x_proxy_bad_credentials');
    const flow = createEnginePacketDialer(proxy, { sidecars, ...tools }).bind({ signal: never });
    expect((await netError(flow)).failure).toBe('x_proxy_bad_credentials');
  });

  run('whose configuration the engine does not take ends in a failure', async () => {
    const failure = startBareServerEngine('sing-box', server(1, { obfs: 'gecko', 'obfs-password': 'x' }));
    expect((await netError(failure)).failure).toBe('x_proxy_engine_failed');
  });
});

const missing = ['sing-box', 'xray'].filter((name) => findProgram(name) === undefined);
describe(`WireGuard by Xray${missing.length === 0 ? '' : ` (skipped: not installed here: ${missing})`}`, () => {
  (missing.length === 0 ? test : test.skip)(
    'carries streams and datagrams to a name that is known at the other end alone (B11)',
    async () => {
      const server = await wireguard.start();
      const [target, peer] = [await startServer(echo), await startDatagramPeer()];
      const sidecars = openBareSidecars([], 'xray');
      for (const { close } of [target, peer, sidecars]) onTestFinished(close);
      onTestFinished(server.stop);
      const link = `${wireguard.login(false)}127.0.0.1:${server.port}${wireguard.query}`;
      const { dialer, packets } = transport(link, sidecars);
      const stream = await dialer.dial({ host: FAR_END, port: target.port }, { signal: never });
      onTestFinished(() => void stream.destroy());
      expect(await transfer(stream, 1)).toBe(true);
      const flow = await packets?.bind({ signal: never });
      if (flow === undefined) throw new Error('carries none');
      onTestFinished(flow.close);
      const heard = await askByDatagram(
        flow,
        'hello',
        { host: FAR_END, port: peer.port },
        AbortSignal.timeout(20_000),
      );
      expect(heard.text).toBe('hello');
    },
  );
});

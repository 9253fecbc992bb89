// Our local proxy with one transport for everything, for bench/transport-speed, which may not import it. Which transport comes by IPC:
// it holds secrets.
import '../core/environment.ts';
import { createLocalProxy } from '../core/local-proxy/index.ts';
import { NetError } from '../core/model/failure.ts';
import type { HostKey } from '../core/model/host-key.ts';
import type { Decision } from '../core/model/route.ts';
import { createDirectDialer } from '../core/net/direct.ts';
import { udpDialer } from '../core/net/packet.ts';
import { systemClock, systemRandom } from '../core/net/system-clock.ts';
import { trustedRoots } from '../core/net/trust.ts';
import { buildTransport } from '../core/transports/build.ts';
import { parseExpression } from '../core/transports/expression.ts';

process.once('message', async (text) => {
  const parsed = parseExpression(String(text));
  if (!parsed.ok) throw new Error(parsed.error.code);
  const resolver = {
    id: 'none',
    resolve: () => Promise.reject(new NetError('resolve', 'dns_nxdomain_error')),
  };
  const direct = createDirectDialer({ resolver });
  let hostKey: HostKey | undefined;
  const transport = buildTransport(parsed.expression, {
    resolver: () => resolver,
    direct: () => direct,
    directPackets: () => udpDialer,
    roots: trustedRoots(),
    clock: systemClock,
    random: systemRandom,
    dataCentreAt: () => undefined,
    hostKeys: {
      known: () => hostKey,
      async pin(_server, key) {
        hostKey = key;
      },
      suspect: () => undefined,
    },
    sshAgent: () => null,
    kept: new Set(),
    idKey: new Uint8Array(32),
  });
  const decide = (): Decision => ({
    kind: 'route',
    key: { messenger: 'whatsapp', purpose: 'web' },
    // The far end is on this computer, and what is near is asked of nobody's server.
    rungs: [{ ...transport, kind: 'strategy' }],
    replayable: 'tls',
  });
  const proxy = await createLocalProxy({
    table: {
      ...{ decide, decideDatagram: decide },
      isForged: () => false,
      failed: () => undefined,
      carried: () => undefined,
      froze: () => undefined,
    },
    direct,
    directPackets: udpDialer,
    pacNames: () => [],
    clock: systemClock,
    random: systemRandom,
  });
  process.send?.({ port: proxy.port });
});
process.on('disconnect', () => process.exit());

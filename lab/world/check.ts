import { once } from 'node:events';
import type { Laboratory } from '../laboratory.ts';
import { INTERCEPTOR, PORTAL, PROXY_PORTS, VPS } from './plan.ts';

const SITE = 'https://web.whatsapp.com/';
const PASSWORD = `${VPS.user}:${VPS.password}@${VPS.good}`;

/** Asks each service of the world once, from the client, over a wire without a censor. What is wrong, in words. */
export async function checkWorld(laboratory: Laboratory): Promise<string[]> {
  const { world } = laboratory;
  const { network, wire } = await laboratory.prepare({
    client: 'dual',
    isp: {},
    wire: { oneWayMs: 0, censorMs: 0 },
  });
  const curl = async (...argv: string[]): Promise<string> => {
    const command = [
      'curl',
      '-sS',
      '--max-time',
      '10',
      '-o',
      '/dev/null',
      '-w',
      '%{http_code} %{size_download}',
    ];
    const child = network.exec('client', [...command, ...argv], {
      env: { PATH: process.env.PATH },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk));
    await once(child, 'close');
    return said.trim();
  };
  const lab = ['--cacert', world.root.cert];
  const proxied = (proxy: string): string[] => [
    ...lab,
    '--proxy-cacert',
    world.root.cert,
    '--proxy',
    proxy,
    SITE,
  ];
  const operators = world.operators.filter(({ doh }) => doh !== undefined);
  const checks: [string, RegExp, string[]][] = [
    ['WhatsApp Web', /^200 \d{6,}$/, [...lab, SITE]],
    ['WhatsApp Web over IPv6', /^200 \d{6,}$/, [...lab, '-6', SITE]],
    [
      'Signal with its own root',
      /^\d{3} \d+$/,
      ['--cacert', world.signalRoot.cert, 'https://chat.signal.org/'],
    ],
    ['Signal with the public root', /certificate/, [...lab, 'https://chat.signal.org/']],
    ['the SOCKS5 proxy', /^200/, proxied(`socks5h://${VPS.good}:${PROXY_PORTS.danted}`)],
    ['the SOCKS5 proxy with password', /^200/, proxied(`socks5h://${PASSWORD}:${PROXY_PORTS.microsocks}`)],
    ['a wrong password', /rejected/, proxied(`socks5h://lab:wrong@${VPS.good}:${PROXY_PORTS.microsocks}`)],
    ['the HTTP proxy', /^200/, proxied(`http://${PASSWORD}:${PROXY_PORTS.tinyproxy}`)],
    ['the HTTPS proxy', /^200/, proxied(`https://${VPS.name}:${PROXY_PORTS.squid}`)],
    ['the proxy that is a web site', /CONNECT tunnel failed/, proxied(`http://${VPS.site}:80`)],
    ['the portal', /^302/, [`http://${PORTAL.address}:${PORTAL.port}/`]],
    [
      'the intercepting box',
      /^200/,
      [
        '--cacert',
        world.stateRoot.cert,
        '--connect-to',
        `::${INTERCEPTOR.address}:${INTERCEPTOR.port}`,
        SITE,
      ],
    ],
    ...operators.map(
      ({ id, addresses: [address = ''], certificateName, doh }): [string, RegExp, string[]] => {
        const host = certificateName ?? (address.includes(':') ? `[${address}]` : address);
        const resolve =
          certificateName === undefined ? [] : ['--resolve', `${host}:${doh?.port ?? 443}:${address}`];
        const url = `https://${host}:${doh?.port ?? 443}${doh?.path}`;
        return [`DNS over HTTPS of ${id}`, /^200 \d{6,}$/, [...lab, ...resolve, '--doh-url', url, SITE]];
      },
    ),
  ];
  try {
    const answers = await Promise.all(checks.map(([, , argv]) => curl(...argv)));
    return checks.flatMap(([name, expected], index) => {
      const answer = answers[index] ?? '';
      return expected.test(answer) ? [] : [`${name}: ${answer}`];
    });
  } finally {
    await wire.stop();
  }
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CertificateFiles } from './authority.ts';
import type { WorldMap } from './map.ts';
import { ISP_RESOLVER, VPS } from './plan.ts';
import type { Operator } from './resources.ts';

const COMMON = `
  chroot: ""
  username: ""
  pidfile: ""
  use-syslog: no
  logfile: ""
  do-daemonize: no
  module-config: "iterator"
  access-control: 0.0.0.0/0 allow
  access-control: ::/0 allow
  do-not-query-localhost: no
  use-caps-for-id: no
  edns-buffer-size: 1232
  tcp-idle-timeout: 30000
  rrset-roundrobin: no
  minimal-responses: yes`;

/**
 * Configurations of the public operators' resolvers, which tell the truth: unbound knows one DoH path and port per
 * process, so there is one process per distinct pair. The first also answers on loopback, for the world's own programs.
 */
export function writeOperators(
  folder: string,
  operators: readonly Operator[],
  map: WorldMap,
  certificate: CertificateFiles,
): string[] {
  const groups = new Map<string, Operator[]>();
  for (const operator of operators) {
    const key = `${operator.doh?.path ?? '/dns-query'} ${operator.doh?.port ?? 443} ${operator.dot?.port ?? 853}`;
    groups.set(key, [...(groups.get(key) ?? []), operator]);
  }
  return [...groups].map(([key, members], index) => {
    const [path, https, tls] = key.split(' ');
    const interfaces = members.flatMap(({ addresses, plain, doh, dot }) =>
      addresses.flatMap((address) => [
        ...(plain ? [`${address}@53`] : []),
        ...(doh ? [`${address}@${https}`] : []),
        ...(dot ? [`${address}@${tls}`] : []),
      ]),
    );
    const file = join(folder, `operators-${index}.conf`);
    writeFileSync(
      file,
      `server:${COMMON}
  ${[...(index === 0 ? ['127.0.0.1@53'] : []), ...interfaces].map((where) => `interface: ${where}`).join('\n  ')}
  tls-service-pem: ${certificate.cert}
  tls-service-key: ${certificate.key}
  https-port: ${https}
  http-endpoint: "${path}"
  tls-port: ${tls}
  local-zone: "." static
  local-data: ". 60 IN SOA a.root-servers.net. lab. 1 60 60 60 60"
  ${truth(map).join('\n  ')}
`,
    );
    return file;
  });
}

function truth({ hosts }: WorldMap): string[] {
  const named = [...hosts.values()].filter(({ name }) => !/^[\d.]+$|:/.test(name));
  const records = named.flatMap(({ name, v4, v6 }) => [
    ...v4.map((address) => `${name}. 300 IN A ${address}`),
    ...v6.map((address) => `${name}. 300 IN AAAA ${address}`),
  ]);
  // RFC 7050: what a client asks to discover the prefix of a NAT64.
  const wellKnown = ['192.0.0.170', '192.0.0.171'].map((address) => `ipv4only.arpa. 300 IN A ${address}`);
  return [...records, ...wellKnown, `${VPS.name}. 300 IN A ${VPS.good}`].map(
    (record) => `local-data: "${record}"`,
  );
}

/** How the ISP's resolver answers. */
export interface IspResolver {
  /** Names (and all below them) that it says do not exist. */
  readonly nxdomain?: readonly string[] | undefined;
  /** Names (and all below them) that it gives this address. */
  readonly bogus?: { readonly address: string; readonly names: readonly string[] } | undefined;
  /** Makes IPv6 addresses for names that have none (RFC 6147). */
  readonly dns64?: boolean | undefined;
}

/** The ISP's own resolver: forwards to the truth, lies where it is told to. */
export function writeIspResolver(
  folder: string,
  { nxdomain = [], bogus, dns64 = false }: IspResolver,
): string {
  const lies = [
    ...nxdomain.map((name) => `local-zone: "${name}." always_nxdomain`),
    ...(bogus?.names ?? []).flatMap((name) => [
      `local-zone: "${name}." redirect`,
      `local-data: "${name}. 60 IN A ${bogus?.address}"`,
    ]),
  ];
  const file = join(folder, 'isp.conf');
  writeFileSync(
    file,
    `server:${dns64 ? COMMON.replace('"iterator"', '"dns64 iterator"') : COMMON}
  ${[ISP_RESOLVER.v4, ISP_RESOLVER.v6].map((address) => `interface: ${address}@53`).join('\n  ')}
  ${dns64 ? 'dns64-prefix: 64:ff9b::/96' : ''}
  ${lies.join('\n  ')}
forward-zone:
  name: "."
  forward-addr: 127.0.0.1@53
`,
  );
  return file;
}

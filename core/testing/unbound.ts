import { type Authority, createAuthority } from './authority.ts';
import { type Daemon, findProgram, scratchFolder, startDaemon } from './daemon.ts';
import { refusedPort } from './ports.ts';

/** Debian's unbound, answering only from the records it is given. */
export interface Unbound {
  /** 127.0.0.1; ::1 too. */
  readonly host: string;
  /** DNS over UDP and TCP. */
  readonly port: number;
  readonly httpsPort: number;
  readonly tlsPort: number;
  readonly authority: Authority;
  stop(): Promise<void>;
}

/** Whether unbound is installed: tests that need it are skipped by name where it is not. */
export const hasUnbound = findProgram('unbound') !== undefined;

/**
 * Starts unbound on free loopback ports with a certificate for `certifiedFor`. `records` are zone-file lines
 * (`name. 60 IN A 192.0.2.1`); whatever else is asked for does not exist.
 */
export async function startUnbound(
  records: readonly string[],
  certifiedFor: readonly string[] = ['127.0.0.1', '::1'],
): Promise<Unbound> {
  const authority = createAuthority();
  const { cert, key } = authority.issue(certifiedFor);
  const folder = scratchFolder();
  folder.write('cert.pem', cert);
  folder.write('key.pem', key);
  const [https, tls] = [await refusedPort(), await refusedPort()];
  const daemon: Daemon = await startDaemon('unbound', (port) => [
    '-d',
    '-c',
    folder.write('unbound.conf', configuration(folder.path, records, [port, https.port, tls.port])),
  ]);
  return {
    host: daemon.host,
    port: daemon.port,
    httpsPort: https.port,
    tlsPort: tls.port,
    authority,
    stop: daemon.stop,
  };
}

function configuration(
  folder: string,
  records: readonly string[],
  [port, httpsPort, tlsPort]: readonly [number, number, number],
): string {
  const interfaces = [port, httpsPort, tlsPort]
    .flatMap((each) => [`interface: 127.0.0.1@${each}`, `interface: ::1@${each}`])
    .join('\n  ');
  return `server:
  ${interfaces}
  https-port: ${httpsPort}
  tls-port: ${tlsPort}
  tls-service-key: "${folder}/key.pem"
  tls-service-pem: "${folder}/cert.pem"
  access-control: 127.0.0.0/8 allow
  access-control: ::1 allow
  chroot: ""
  username: ""
  directory: "${folder}"
  pidfile: ""
  use-syslog: no
  verbosity: 0
  do-daemonize: no
  num-threads: 1
  module-config: "iterator"
  local-zone: "." static
  ${records.map((record) => `local-data: "${record}"`).join('\n  ')}
remote-control:
  control-enable: no
`;
}
